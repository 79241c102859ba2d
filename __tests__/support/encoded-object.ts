/**
 * What Terraform's `jsonencode` is given: an object with `=` in place of colons, and `$${` and `%%{`
 * for `${` and `%{`.
 *
 * @throws SyntaxError when the text is no such expression
 */
export function encodedObject(expression: unknown): unknown {
  const [, object = ""] = /^\$\{jsonencode\((.*)\)\}$/s.exec(String(expression)) ?? [];
  return JSON.parse(object.replaceAll('" = ', '": ').replaceAll("$${", "${").replaceAll("%%{", "%{"));
}
