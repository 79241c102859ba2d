export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export type Statement = Readonly<Record<string, unknown>> & { readonly Sid?: string };

/** Parses an IAM policy of a synthesized stack, in which Terraform's expressions keep their own quotes. */
export function parsePolicy(text: unknown): Policy {
  const json = String(text).replace(/\$\{[^}]*\}/g, (expression) => JSON.stringify(expression).slice(1, -1));
  return JSON.parse(json) as Policy;
}
