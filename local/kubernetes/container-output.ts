import { EventEmitter, once } from "node:events";

/** Bytes that are kept of a container's output, as the kubelet rotates its files; the newest stay. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface OutputLine {
  readonly at: Date;
  readonly text: string;
}

/** What a container printed, as its node keeps it while its pod is there. */
export class ContainerOutput {
  private lines: OutputLine[] = [];
  private bytes = 0;
  /** Lines that are not kept any more. */
  private dropped = 0;
  private rest = "";
  private closed = false;
  private readonly changes = new EventEmitter().setMaxListeners(0);

  write(_stream: unknown, line: string, isPartial: boolean): undefined {
    this.rest += line;
    if (isPartial) return undefined;
    this.lines.push({ at: new Date(), text: this.rest });
    this.bytes += this.rest.length;
    this.rest = "";
    for (; this.bytes > MAX_BYTES; this.dropped += 1) this.bytes -= this.lines.shift()!.text.length;
    this.changes.emit("change");
    return undefined;
  }

  close(): Promise<void> {
    this.closed = true;
    this.changes.emit("change");
    return Promise.resolve();
  }

  /** How many of the lines so far are kept. */
  get length(): number {
    return this.lines.length;
  }

  /**
   * The lines that are kept, from the oldest on.
   *
   * @param skipped of the oldest lines
   * @param follows gives later lines too, until there can be no more or it is aborted
   */
  async *read(skipped: number, follows?: AbortSignal): AsyncGenerator<OutputLine> {
    for (let next = this.dropped + skipped; ;) {
      for (; next < this.dropped + this.lines.length; next += 1) {
        next = Math.max(next, this.dropped);
        yield this.lines[next - this.dropped]!;
      }
      if (!follows || this.closed || follows.aborted) return;
      await once(this.changes, "change", { signal: follows }).catch(() => undefined);
    }
  }
}
