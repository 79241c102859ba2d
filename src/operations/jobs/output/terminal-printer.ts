import { stripVTControlCharacters } from "node:util";
import type { EventPrinter } from "./event-printer";
import {
  colorOf,
  failedAttemptText,
  failedChildrenText,
  placeText,
  progressText,
  submittedText,
  summaryText,
} from "./event-text";
import { harmlessValue } from "../../terminal/harmless";
import { wrap } from "../../terminal/wrap";
import { formatDuration } from "../model/duration";
import type { JobEvent } from "../model/job-event";
import type { PrinterProps } from "./plain-printer";
import { isFinished, type JobState } from "../model/states";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 200;

/** A line a state, the last of which lives: it shows how long the job has been in it. */
export class TerminalPrinter implements EventPrinter {
  private state: JobState | undefined;
  /** When that was entered, by this machine's clock: it goes on while AWS is not asked. */
  private since = 0;
  /** The same as AWS tells it, in milliseconds since the job was made. */
  private enteredMs = 0;
  private details: string[] = [];
  /** How far the children of an array job are. */
  private progress: string[] = [];
  private frame = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly props: PrinterProps) {
    this.timer = setInterval(() => this.redraw(), FRAME_MS);
  }

  print(told: JobEvent): void {
    const { colors, format } = this.props;
    const event = isText(told) ? told : harmlessValue(told);
    switch (event.event) {
      case "submitted":
        return this.lines([submittedText(event)]);
      case "state":
        return this.enter(event.state, event.elapsedMs);
      case "placed":
        return this.detail(placeText(event));
      case "progress":
        this.progress = [progressText(event, colors)];
        return this.redraw();
      case "attempt-failed":
        return this.lines([colors.red(`  ${failedAttemptText(event.attempt)}`)]);
      case "diagnosis":
        return this.lines(["", colors.yellow(event.text), ""]);
      case "log":
        return this.write(format.format(event.lines));
      case "note":
        return this.lines([colors.dim(event.text)]);
      case "failed-children":
        return this.lines(failedChildrenText(event.groups, event.jobId));
      case "summary":
        return this.lines([summaryText(event, colors)]);
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.props.screen.clearLine();
    this.leave();
  }

  private enter(state: JobState, elapsedMs: number): void {
    const now = this.props.clock.now();
    this.props.screen.clearLine();
    // What the lines say adds up to what the summary says.
    this.leave(Math.max(0, elapsedMs - this.enteredMs));
    // A job that is looked at later has been in its first state for a while.
    const isFirst = this.since === 0;
    this.since = isFirst ? now - elapsedMs : now;
    this.enteredMs = isFirst ? 0 : elapsedMs;
    this.state = isFinished(state) ? undefined : state;
    this.redraw();
  }

  /** Leaves the state that ended as a line that stays. */
  private leave(durationMs = this.sinceEntered()): void {
    const { state } = this;
    if (!state) return;
    this.props.screen.write(`${wrap(this.lineOf(state, "✓", durationMs), this.props.screen.columns)}\n`);
    this.state = undefined;
    this.details = [];
  }

  private detail(text: string): void {
    this.details.push(text);
    this.redraw();
  }

  private lines(lines: readonly string[]): void {
    this.write(lines.map((line) => wrap(line, this.props.screen.columns)));
  }

  private write(lines: readonly string[]): void {
    this.props.screen.clearLine();
    this.props.screen.write(lines.map((line) => `${line}\n`).join(""));
    this.redraw();
  }

  private redraw(): void {
    if (!this.state) return;
    this.frame += 1;
    const line = this.lineOf(this.state, FRAMES[this.frame % FRAMES.length]!);
    this.props.screen.clearLine();
    this.props.screen.write(fitting(line, this.props.screen.columns - 1));
  }

  private sinceEntered(): number {
    return this.props.clock.now() - this.since;
  }

  private lineOf(state: JobState, mark: string, durationMs = this.sinceEntered()): string {
    const { colors } = this.props;
    const duration = formatDuration(durationMs).padStart(9);
    const words = [
      mark,
      colorOf(state, colors)(state.padEnd(9)),
      duration,
      ...this.progress,
      ...this.details,
    ];
    return words.join("  ");
  }
}

/** Whether an event holds lines: of a log, or of a text that is made of what is harmless. */
function isText({ event }: JobEvent): boolean {
  return ["log", "diagnosis", "note"].includes(event);
}

/** A line that wraps could not be taken back. */
function fitting(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length <= columns ? line : plain.slice(0, columns);
}
