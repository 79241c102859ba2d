import type { Clock } from "../../terminal/clock";
import type { EventPrinter } from "./event-printer";
import {
  elapsedText,
  failedAttemptText,
  failedChildrenText,
  placeText,
  progressText,
  submittedText,
  summaryText,
} from "./event-text";
import type { JobEvent } from "../model/job-event";
import type { LogFormat } from "../log/log-format";
import type { Colors } from "../../terminal/colors";
import type { Screen } from "./screen";
import { isFinished } from "../model/states";

export interface PrinterProps {
  readonly screen: Screen;
  readonly clock: Clock;
  readonly format: LogFormat;
  readonly colors: Colors;
}

/** The shortest time between two lines about the progress of an array job. */
const PROGRESS_INTERVAL_MS = 10_000;

/** Plain lines, as for a pipe or a file. */
export class PlainPrinter implements EventPrinter {
  private elapsedMs = 0;
  private nextProgress = 0;
  private lastProgress: string | undefined;

  constructor(private readonly props: PrinterProps) {}

  print(event: JobEvent): void {
    for (const line of this.linesOf(event)) this.props.screen.write(`${line}\n`);
  }

  close(): void {
    // Every line is complete.
  }

  private linesOf(event: JobEvent): string[] {
    const { colors, format } = this.props;
    switch (event.event) {
      case "submitted":
        return [submittedText(event)];
      case "state":
        this.elapsedMs = event.elapsedMs;
        return [
          ...(isFinished(event.state) ? this.heldBack() : []),
          elapsedText(event.elapsedMs, event.state),
        ];
      case "placed":
        return [elapsedText(this.elapsedMs, placeText(event))];
      case "attempt-failed":
        return [elapsedText(this.elapsedMs, failedAttemptText(event.attempt))];
      case "progress":
        return this.progressLines(elapsedText(event.elapsedMs, progressText(event, colors)));
      case "diagnosis":
        return ["", event.text, ""];
      case "log":
        return format.format(event.lines);
      case "note":
        return [event.text];
      case "failed-children":
        return failedChildrenText(event.groups, event.jobId);
      case "summary":
        return [summaryText(event, colors)];
    }
  }

  private progressLines(line: string): string[] {
    const now = this.props.clock.now();
    this.lastProgress = line;
    if (now < this.nextProgress) return [];
    this.nextProgress = now + PROGRESS_INTERVAL_MS;
    return this.heldBack();
  }

  private heldBack(): string[] {
    const lines = this.lastProgress === undefined ? [] : [this.lastProgress];
    this.lastProgress = undefined;
    return lines;
  }
}
