/** Ctrl-C, counted: the first one leaves a job running, the second one ends it. */
export class Interrupts {
  private readonly first = new AbortController();
  private readonly second = new AbortController();
  private readonly onSignal = (): void => this.interrupt();

  /** Aborted by the first one. */
  get signal(): AbortSignal {
    return this.first.signal;
  }

  /** Aborted by the second one. */
  get again(): AbortSignal {
    return this.second.signal;
  }

  interrupt(): void {
    if (this.first.signal.aborted) this.second.abort();
    else this.first.abort();
  }

  /** Catches SIGINT until `close`. */
  listen(): void {
    process.on("SIGINT", this.onSignal);
  }

  close(): void {
    process.off("SIGINT", this.onSignal);
  }
}

/** What an iterator gives until a signal is aborted; what is under way then is left alone. */
export async function* untilAborted<T>(
  iterator: AsyncGenerator<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  while (!signal.aborted) {
    const result = await nextUnlessAborted(iterator, signal);
    if (result === undefined || result.done) return;
    yield result.value;
  }
}

/**
 * A promise that is raced again and again would keep every result of every race: this one ends with its own.
 * An error that comes after the end is nobody's concern.
 */
function nextUnlessAborted<T>(
  iterator: AsyncGenerator<T>,
  signal: AbortSignal,
): Promise<IteratorResult<T> | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(undefined);
    signal.addEventListener("abort", onAbort, { once: true });
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}
