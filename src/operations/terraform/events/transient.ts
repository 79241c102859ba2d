import { isPassing } from "../../diagnosis/failures";
import type { Diagnostic } from "./terraform-events";

/** Whether every error is one that may pass by itself. */
export function isTransient(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.length > 0 && diagnostics.every(isPassing);
}
