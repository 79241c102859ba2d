import { readFileSync } from "node:fs";

/** A resource that Terraform created. */
export interface Creation {
  readonly address: string;
  /** What Terraform reports, in whole seconds. */
  readonly seconds: number;
  /** Milliseconds since 1970. */
  readonly completedAt: number;
}

interface Line {
  readonly type?: string;
  readonly "@timestamp"?: string;
  readonly hook?: {
    readonly action: string;
    readonly elapsed_seconds?: number;
    readonly resource: { readonly addr: string };
  };
}

/** The creations in a log of `terraform apply -json`. */
export function creationsIn(logFile: string): Creation[] {
  return readFileSync(logFile, "utf8")
    .split("\n")
    .filter((line) => line.startsWith('{"@'))
    .map((line) => JSON.parse(line) as Line)
    .flatMap(({ type, hook, ...line }) =>
      type === "apply_complete" && hook?.action === "create"
        ? [
            {
              address: hook.resource.addr,
              seconds: hook.elapsed_seconds ?? 0,
              completedAt: Date.parse(line["@timestamp"]!),
            },
          ]
        : [],
    );
}
