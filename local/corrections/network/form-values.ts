/** The values of `<name>.1`, `<name>.2` and so on in a form of the EC2 protocol. */
export function valuesOf(form: URLSearchParams, name: string): string[] {
  return [...form].flatMap(([key, value]) => (key.startsWith(`${name}.`) ? [value] : []));
}
