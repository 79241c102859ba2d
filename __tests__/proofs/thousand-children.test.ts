import { DeployedEmulator } from "../operations/jobs/emulator/deployed-emulator";
import type { Program } from "../operations/jobs/fixtures";

let emulator: DeployedEmulator;
beforeAll(async () => (emulator = await DeployedEmulator.start()));
afterAll(() => emulator?.stop());

async function job(...args: string[]): Promise<Program & { status: number }> {
  const program = emulator.program();
  return Object.assign(program, { status: await program.run(...args) });
}

it("of an array of 1,000 with 7 failures, retry runs 7, and each prints its old index", async () => {
  const failed = [71, 214, 357, 500, 643, 786, 929];
  const index = "$AWS_BATCH_JOB_ARRAY_INDEX";
  const command = `echo ${index} of $AWS_BATCH_JOB_ARRAY_SIZE; exit $((${index} % 143 == 71))`;
  const array = await job("run", "--name", "thousand", "--array", "1000", "--command", command);
  expect(array.screen.text).toContain("1000/1000  SUCCEEDED 993  FAILED 7");

  const before = (await emulator.control.calls()).length;
  const { screen } = await job("retry", "thousand");
  expect(screen.notes).toEqual(["Of 1000 children, 7 run again.", `  7 failed: ${failed.join(", ")}`]);
  expect(screen.text).toContain("7/7  FAILED 7");
  const calls = (await emulator.control.calls()).slice(before).map(({ action }) => action);
  expect(calls.filter((action) => action === "SubmitJob")).toHaveLength(1);

  const [, id] = /Job (\S+) \(thousand-retry-[0-9a-f]{8}, array of 7\)/.exec(screen.text)!;
  const printed: string[] = [];
  for (const child of failed.keys()) printed.push((await job("logs", `${id}:${child}`)).screen.text);
  expect(printed).toEqual(failed.map((old) => `${old} of 1000\n`));
  expect((await job("status", "thousand")).screen.lines).toContain(
    `  retried by  ${id} (7 children)  FAILED`,
  );
});
