import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withSection } from "../../../tools/markdown";
import { recordedIn, stable } from "./transcript";
import { execute, type UserShell } from "./user-shell";

/*
 * The last part of docs/job-transcript.md. With RECORD_TRANSCRIPT=1 the commands are recorded anew; else each must
 * print what stands there, but for ids, names of pods and nodes, and times.
 */

const PROJECT = join(__dirname, "..", "..", "..");
const PAGE = join(PROJECT, "docs", "job-transcript.md");
const EXAMPLE = "examples/in-and-out.yaml";
interface Step {
  /** What a reader would type. */
  readonly line: string;
  readonly status: number;
}

interface Chapter {
  readonly title: string;
  readonly text: string;
  readonly steps: readonly Step[];
}

const job = (words: string, status = 0): Step => ({ line: `npm run job -- ${words}`, status });
const FAILING = `'echo "child $AWS_BATCH_JOB_ARRAY_INDEX of $AWS_BATCH_JOB_ARRAY_SIZE"; exit $((AWS_BATCH_JOB_ARRAY_INDEX % 20 == 7))'`;

const CHAPTERS: readonly Chapter[] = [
  {
    title: "A job file, and what its job may do",
    text: `[${EXAMPLE}](../${EXAMPLE}) reads \`s3://.../in\` and writes \`s3://.../out\` with a role of \`job_roles\`:`,
    steps: [
      job(`register ${EXAMPLE}`),
      job(`register ${EXAMPLE}`),
      job(`run --file ${EXAMPLE} --env BUCKET=rehearsal-data --logs`),
      { line: "aws s3 cp s3://rehearsal-data/out/a.txt -", status: 0 },
    ],
  },
  {
    title: "The same without its role",
    text: "`jobs/no-role.yaml` is that file without the line `role`:",
    steps: [job("run --file jobs/no-role.yaml --env BUCKET=rehearsal-data", 1), job("why no-role")],
  },
  {
    title: "Again, only what failed",
    text: "Each child that runs again prints its old index:",
    steps: [
      job(`run --name mostly --array 40 --command ${FAILING}`, 1),
      job("retry mostly", 1),
      job("logs mostly-retry-:0"),
      job("logs mostly-retry-:1"),
      job("status mostly"),
    ],
  },
];

/** Runs the chapters in a rehearsal whose `job_roles` have `results`, for the folders in and out of a bucket. */
export function describeTranscript(shell: UserShell): void {
  describe("docs/job-transcript.md", () => {
    const run = (line: string): ReturnType<typeof execute> =>
      execute("/bin/sh", ["-c", `exec 2>&1; ${line}`], shell.rehearsalEnvironment);
    const recorded = new Map<string, string>();

    beforeAll(async () => {
      const bucket = await run(
        "aws s3 mb s3://rehearsal-data; echo content | aws s3 cp - s3://rehearsal-data/in/a.txt",
      );
      if (bucket.status !== 0) throw new Error(bucket.output);
      const example = readFileSync(join(PROJECT, EXAMPLE), "utf8");
      writeFileSync(shell.rehearsal.path("no-role.yaml"), example.replace(/^role: .*\n/m, ""));
    });

    // A clean-up removes what the stacks made; the bucket is a user's.
    afterAll(() => run("aws s3 rb s3://rehearsal-data --force"));

    it.each(CHAPTERS.map((chapter) => [chapter.title, chapter] as const))("%s", async (title, { steps }) => {
      const lines: string[] = [];
      for (const { line, status } of steps) {
        const retry = /\((mostly-retry-[0-9a-f]{8}), array/.exec(lines.join("\n"))?.[1] ?? "";
        const shown = line.replace("mostly-retry-", retry || "mostly-retry-");
        // What a user keeps in jobs/ is not touched.
        const typed = shown
          .replace("npm run job", "npm run --silent job")
          .replace("jobs/no-role.yaml", `"${shell.rehearsal.path("no-role.yaml")}"`);
        const ended = await run(typed);
        lines.push(`$ ${shown}`, ended.output.trimEnd());
        expect([shown, ended.status, ended.output]).toEqual([shown, status, ended.output]);
      }
      recorded.set(title, lines.join("\n"));
      if (!process.env.RECORD_TRANSCRIPT)
        expect(stable(lines.join("\n"))).toBe(stable(recordedIn(PAGE, title)));
    });

    it("is written when it is recorded", () => {
      if (!process.env.RECORD_TRANSCRIPT) return;
      const chapters = CHAPTERS.map(
        ({ title, text }) =>
          `## ${title}\n\n${text}\n\n\`\`\`console recorded-in=rehearsal\n${recorded.get(title)}\n\`\`\``,
      );
      const page = withSection(readFileSync(PAGE, "utf8"), "recorded", chapters.join("\n\n"));
      writeFileSync(PAGE, page);
      expect(page).toContain("in-and-out:1 is unchanged.");
    });
  });
}
