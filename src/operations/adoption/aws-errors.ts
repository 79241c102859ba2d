const MISSING = new Set([
  "ResourceNotFoundException",
  "NotFoundException",
  "NoSuchEntity",
  "NoSuchEntityException",
]);

const DENIED = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthorizationErrorException",
  "UnauthorizedOperation",
]);

/**
 * What AWS answers, or undefined when it does not know the thing.
 *
 * @param refusal code of another error that means the same here. @default - none
 */
export async function unlessMissing<T>(answer: Promise<T>, refusal?: string): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (MISSING.has(nameOf(error)) || nameOf(error) === refusal) return undefined;
    throw error;
  }
}

/** Whether AWS refuses because the caller may not do this. */
export function isDenied(error: unknown): boolean {
  return DENIED.has(nameOf(error));
}

/** AWS's code and words for an error. */
export function explain(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
