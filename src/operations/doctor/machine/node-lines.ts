import { ok, warning, type CheckResult } from "../check";

/** A major version of Node.js that this project was tried with. */
interface NodeLine {
  readonly major: number;
  /** Last day with security fixes. @see https://github.com/nodejs/release#release-schedule */
  readonly ends: string;
  /** What else its users should know. @default - nothing */
  readonly outlook?: string;
}

/** Oldest first. */
export const NODE_LINES: readonly NodeLine[] = [
  { major: 20, ends: "2026-04-30", outlook: "releases of the AWS SDK from January 2027 on will need 22" },
  { major: 22, ends: "2027-04-30" },
  { major: 24, ends: "2028-04-30" },
  { major: 26, ends: "2029-04-30" },
];

const NEWEST = NODE_LINES.at(-1)!.major;

export const RECOMMENDED_NODE = `Node.js ${NEWEST}`;
export const NODE_URL = "https://nodejs.org";

/** Whether a version of Node.js is supported, has ended or was never tried. */
export function judgeNode(check: string, version: string, now: Date): CheckResult {
  const major = Number.parseInt(version, 10);
  if (major > NEWEST) {
    return warning(
      check,
      `${version} was never tried with this project`,
      `If something fails, take ${RECOMMENDED_NODE} from ${NODE_URL}`,
    );
  }
  const get = `Get ${RECOMMENDED_NODE} from ${NODE_URL}`;
  const line = NODE_LINES.find((tried) => tried.major === major);
  if (!line)
    return warning(check, `${version} gets no security fixes, and was never tried with this project`, get);
  if (isPast(line.ends, now)) {
    const outlook = line.outlook ? `; ${line.outlook}` : "";
    return warning(check, `${version} has had no security fixes since ${line.ends}${outlook}`, get);
  }
  return ok(check, `${version} (gets security fixes until ${line.ends})`);
}

function isPast(day: string, now: Date): boolean {
  return now.toISOString().slice(0, day.length) > day;
}
