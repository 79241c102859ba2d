import { readFileSync } from "node:fs";

/** The recording that stands below a heading of a page. */
export function recordedIn(page: string, title: string): string {
  const [, block = ""] = readFileSync(page, "utf8").split(`## ${title}\n`);
  return /```console[^\n]*\n([^]*?)\n```/.exec(block)![1]!;
}

/** What is the same each time: without the times and the states that were seen on the way. */
export function stable(transcript: string): string {
  return transcript
    .split("\n")
    .filter((line) => !/^ *\d+ (s|m \d\d s) {2}|^The job has ended; its last lines/.test(line))
    .map((line) =>
      line
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
        .replace(/-retry-[0-9a-f]{8}/g, "-retry-ID")
        .replace(/ip-[\d-]+\.[\w.-]+/g, "NODE")
        .replace(/-\d{26}\/i-[0-9a-f]+/g, "-UNIQUE/INSTANCE")
        .replace(/^(SUCCEEDED|FAILED): .*?(?=(; [A-Z]|$))/, "$1")
        .replace(/(\d+ m )?\d+ s\b/g, "TIME"),
    )
    .join("\n");
}
