/* oxlint-disable no-console -- here, and only here, commands write to people */
import { harmless } from "./harmless";
import { wrap } from "./wrap";

export interface TextStream {
  readonly isTTY?: boolean;
  /** Of a terminal; some say 0. */
  readonly columns?: number;
}

const DEFAULT_COLUMNS = 80;

/** Columns that lines may have; none where no terminal shows them. */
export function columnsOf({ isTTY, columns }: TextStream): number {
  return isTTY ? columns || DEFAULT_COLUMNS : Infinity;
}

/** A text as a stream shows it: on a terminal harmless and broken into its columns, elsewhere as it is. */
export function shown(text: string, stream: TextStream): string {
  return stream.isTTY ? wrap(harmless(text), columnsOf(stream)) : text;
}

/** Writes lines to the standard output. */
export function say(text: string): void {
  console.log(shown(text, process.stdout));
}

/** Writes lines to the standard output that are to be copied, and so are never broken. */
export function sayWhole(text: string): void {
  console.log(process.stdout.isTTY ? harmless(text) : text);
}

/** Writes lines to the standard error: what went wrong, or what is not part of the output. */
export function complain(text: string): void {
  console.error(shown(text, process.stderr));
}

/** Says what comes, before a silence that somebody who looks at a terminal may take for a standstill. */
export function announceSilence(text: string): void {
  if (process.stderr.isTTY) complain(text);
}

let isUnreadAllowed = false;

/** From now on the process goes on to its end, also when nobody reads its output any more. */
export function goOnUnread(): void {
  isUnreadAllowed = true;
}

/**
 * Lets the process end without a word when whoever read its output has gone, such as `head` or a terminal that was
 * closed. Node would end it with a trace.
 */
export function endWhenUnread(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.off("error", onUnread);
    stream.on("error", onUnread);
  }
}

/** The reader went, or the terminal was closed. */
const UNREAD = ["EPIPE", "EIO"];

function onUnread({ code = "" }: NodeJS.ErrnoException): void {
  // Whatever else, such as a full disk, is no good end of what was asked for.
  if (!isUnreadAllowed) process.exit(UNREAD.includes(code) ? undefined : 1);
}
