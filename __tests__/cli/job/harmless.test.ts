import { screenOn } from "../../../src/operations/jobs/output/screen";
import { FakeScreen, job, JOB_ID, START } from "../../operations/jobs/fixtures";
import { program, STEPS } from "./ready-program";

const FORGED = "ab\u001B]0;PWNED\u0007\u001B[2J\u001B[1;31mFAKE\u001B[0m\nSUCCEEDED: queued 0 s";
const FAILED = { status: "FAILED", statusReason: FORGED, jobName: "test", createdAt: START } as const;

beforeAll(() => (process.env.NO_COLOR = "1"));
afterAll(() => delete process.env.NO_COLOR);

/** What a command shows of a job whose reason anybody may have written. */
async function shown(isTTY: boolean, ...words: string[]): Promise<string> {
  let text = "";
  const write = (chunk: string): boolean => Boolean((text += chunk));
  const stream = { isTTY, columns: 80, write } as never;
  const it = program(STEPS, screenOn(stream, stream) as FakeScreen);
  it.aws
    .on("DescribeJobs", () => ({ jobs: [job(FAILED)] }))
    .on("ListJobs", () => ({ jobSummaryList: [{ ...FAILED, jobId: JOB_ID, jobName: FORGED }] }));
  await it.run(...words);
  // Our own: the line that lives.
  return text.replaceAll("\r\u001B[2K", "");
}

it.each([
  ["status", JOB_ID],
  ["why", JOB_ID],
  ["list"],
  ["run", "--no-wait"],
  ["status", JOB_ID, "--wait"],
  ["stop", JOB_ID],
  ["stop", "--queue", "od", "--dry-run"],
])("%s shows nothing on a terminal that it obeys, and no line that is not its own", async (...words) => {
  const text = await shown(true, ...words);
  // oxlint-disable-next-line no-control-regex -- they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
  expect(text).not.toContain("PWNED");
  expect(text).not.toMatch(/^SUCCEEDED/m);
});

it("a pipe gets it as it is", async () => {
  expect(await shown(false, "status", JOB_ID)).toContain("]0;PWNED\u0007");
});
