import type { Clock } from "../../terminal/clock";
import type { JobEvent } from "../model/job-event";
import type { LogFormat } from "../log/log-format";
import { PlainPrinter } from "./plain-printer";
import { colorsOf, type Screen } from "./screen";
import { TerminalPrinter } from "./terminal-printer";

/** Shows what happens to a job. */
export interface EventPrinter {
  print(event: JobEvent): void;
  /** Leaves the screen in order; nothing is printed afterwards. */
  close(): void;
}

/** Machine-readable events: one JSON object a line. */
export class JsonPrinter implements EventPrinter {
  constructor(
    private readonly screen: Screen,
    private readonly clock: Clock,
  ) {}

  print(event: JobEvent): void {
    const at = new Date(this.clock.now()).toISOString();
    if (event.event !== "log") return this.line({ at, ...event });
    for (const { timestamp, ...line } of event.lines) {
      this.line({
        at,
        event: "log",
        jobId: event.jobId,
        timestamp: new Date(timestamp).toISOString(),
        ...line,
      });
    }
  }

  close(): void {
    // Every line is complete.
  }

  private line(value: object): void {
    this.screen.write(`${JSON.stringify(value)}\n`);
  }
}

/** The printer that suits the screen. */
export function eventPrinter(screen: Screen, clock: Clock, format: LogFormat, json: boolean): EventPrinter {
  if (json) return new JsonPrinter(screen, clock);
  const props = { screen, clock, format, colors: colorsOf(screen) };
  return screen.isTerminal ? new TerminalPrinter(props) : new PlainPrinter(props);
}
