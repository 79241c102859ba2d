import type { Readable } from "node:stream";
import type { LogSink } from "./container-log";
import type { OutputStream } from "./log-event";

/** Where containerd cuts a line in two. */
const MAX_LINE_LENGTH = 16_384;

/** Hands an output stream on line by line until it ends; the stream waits when the log does. */
export async function forwardLines(output: Readable, stream: OutputStream, log: LogSink): Promise<void> {
  output.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of output as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      for (const [index, line] of lines.entries()) {
        rest = line;
        for (; rest.length > MAX_LINE_LENGTH; rest = rest.slice(MAX_LINE_LENGTH)) {
          await log.write(stream, rest.slice(0, MAX_LINE_LENGTH), true);
        }
        if (index < lines.length - 1) await log.write(stream, rest, false);
      }
    }
  } catch {
    // The stream was destroyed: its process has ended, what it held open has not.
  }
  if (rest) await log.write(stream, rest, false);
}
