/**
 * Text in which Terraform finds no expression: `${` and `%{` stand for themselves when doubled.
 * (`Fn.rawString` would also escape quotes and backslashes, which JSON has done by then.)
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
