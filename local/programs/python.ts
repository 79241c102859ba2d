import { spawnSync } from "node:child_process";

/** The oldest release of Python that moto runs on. */
const OLDEST_MINOR = 10;
const NEWEST_MINOR = 14;

export class MissingPython extends Error {
  constructor(found: string | undefined) {
    super(
      `Python 3.${OLDEST_MINOR} or newer is needed, ` +
        (found ? `this is ${found}` : "and there is none here (https://www.python.org/downloads)"),
    );
  }
}

/**
 * The name of a Python that is recent enough: `python3`, else one that has its release in its name.
 *
 * @throws MissingPython
 */
export function python(): string {
  const named = Array.from(
    { length: NEWEST_MINOR - OLDEST_MINOR + 1 },
    (_, index) => `python3.${NEWEST_MINOR - index}`,
  );
  for (const command of ["python3", ...named]) {
    if ((minorOf(versionOf(command)) ?? 0) >= OLDEST_MINOR) return command;
  }
  throw new MissingPython(versionOf("python3"));
}

function versionOf(command: string): string | undefined {
  const { stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
  return /^Python (3\.\d+\S*)/.exec(stdout ?? "")?.[1];
}

function minorOf(version: string | undefined): number | undefined {
  return version === undefined ? undefined : Number(version.split(".")[1]);
}
