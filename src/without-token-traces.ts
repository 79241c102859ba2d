/**
 * Synthesizes without the stack traces that CDKTF takes: one of every token, to say where the token was made should
 * it have no value. They are half of a synth's time. SOURCE_MAPS=1 leaves them on, to find a defect by its stack trace.
 */
export function withoutTokenTraces<T>(work: () => T): T {
  if (process.env.SOURCE_MAPS === "1") return work();
  const errors: { captureStackTrace: unknown } = Error;
  const { captureStackTrace } = errors;
  errors.captureStackTrace = () => undefined;
  try {
    return work();
  } finally {
    errors.captureStackTrace = captureStackTrace;
  }
}
