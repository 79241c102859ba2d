/** A cause that the facts show: what is, and what to do. */
export interface Finding {
  /** For machines, such as `environment-invalid`. */
  readonly cause: string;
  readonly what: string;
  readonly fix: string;
}

/** Text with a full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
