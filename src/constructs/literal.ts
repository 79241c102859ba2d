import { Fn } from "cdktf";

/**
 * Text in which Terraform finds no expression: `${` and `%{` stand for themselves when doubled.
 * (`Fn.rawString` would also escape quotes and backslashes, which JSON has done by then.)
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

/** The same within an expression, where CDKTF escapes everything but backslashes and `%{`. */
export function literalInExpression(text: string): string {
  return Fn.rawString(text.replaceAll("\\", "\\\\").replaceAll("%{", "%%{"));
}
