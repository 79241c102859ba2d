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
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  for (;;) {
    const next = iterator.next();
    // An error that nobody waits for any more is nobody's concern.
    next.catch(() => undefined);
    const result = await Promise.race([next, aborted]);
    if (result === undefined || result.done) return;
    yield result.value;
  }
}
