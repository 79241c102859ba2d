import type { LogLine } from "../model/job-event";
import type { Colors } from "../../terminal/colors";

const COLORS_END = "\u001B[0m";

export interface LogFormatProps {
  readonly colors: Colors;
  /** Names of the pod's containers; lines are prefixed with theirs when there are several. */
  readonly containers: readonly string[];
  /** Whether a line's colours must end with it, before a line of our own. @default false */
  readonly isTerminal?: boolean | undefined;
  /** Whether lines begin with their time. @default false */
  readonly timestamps?: boolean | undefined;
  /** Whether the first attempt is labelled too, because there are others. @default false */
  readonly labelsFirst?: boolean | undefined;
}

/** Lines of a job's log as people read them. */
export class LogFormat {
  private attempt = 0;

  constructor(private readonly props: LogFormatProps) {}

  /** Says before the first line of an attempt which one it is. */
  format(lines: readonly LogLine[]): string[] {
    return lines.flatMap((line) => {
      const isNew = line.attempt !== this.attempt;
      const isLabelled = isNew && (line.attempt > 1 || this.attempt > 1 || this.props.labelsFirst);
      this.attempt = line.attempt;
      const label = this.props.colors.dim(`--- attempt ${line.attempt} ---`);
      return isLabelled ? [label, this.lineOf(line)] : [this.lineOf(line)];
    });
  }

  private lineOf({ timestamp, container, text }: LogLine): string {
    const { colors, containers, timestamps, isTerminal } = this.props;
    const width = Math.max(...containers.map(({ length }) => length));
    return [
      ...(timestamps ? [colors.dim(new Date(timestamp).toISOString())] : []),
      ...(containers.length > 1 ? [colors.cyan(`${container.padEnd(width)} |`)] : []),
      isTerminal && text.includes("\u001B") ? `${text}${COLORS_END}` : text,
    ].join(" ");
  }
}
