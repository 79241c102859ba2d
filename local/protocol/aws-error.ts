/** An error as an AWS API answers it: a code, a message and an HTTP status. */
export class AwsError extends Error {
  constructor(
    /** Error code, such as `ResourceInUseException` or `DependencyViolation`. */
    readonly code: string,
    message: string,
    /** HTTP status code. @default 400 */
    readonly status = 400,
    /** Further members of the error's shape (JSON protocols only), such as `clusterName`. @default - none */
    readonly members: Record<string, unknown> = {},
  ) {
    super(message);
  }
}
