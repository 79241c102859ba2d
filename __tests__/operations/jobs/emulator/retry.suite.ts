import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emulator, job } from "./shared-emulator";

test("what failed of an array runs again, each child with its old index, and nothing else does", async () => {
  const mended = join(emulator.directory, "mended");
  const index = "$AWS_BATCH_JOB_ARRAY_INDEX";
  const command = `echo ${index} of $AWS_BATCH_JOB_ARRAY_SIZE; [ -e ${mended} ] || exit $((${index} % 20 == 7))`;
  expect((await job("run", "--name", "mostly", "--array", "60", "--command", command)).status).toBe(1);

  const again = await job("retry", "mostly");
  expect(again.status).toBe(1);
  expect(again.screen.notes).toEqual(["Of 60 children, 3 run again.", "  3 failed: 7, 27, 47"]);
  expect(again.screen.text).toMatch(
    /\(mostly-retry-[0-9a-f]{8}, array of 3\) is submitted to doeks-JQ1_OD\./,
  );

  writeFileSync(mended, "");
  const [, id] = /Job (\S+) \(mostly-retry/.exec(again.screen.text)!;
  const last = await job("retry", id!);
  expect(last.status).toBe(0);
  const [, lastId] = /Job (\S+) \(mostly-retry/.exec(last.screen.text)!;
  const printed = [0, 1, 2].map(async (child) => (await job("logs", `${lastId}:${child}`)).screen.text);
  expect(await Promise.all(printed)).toEqual(["7 of 60\n", "27 of 60\n", "47 of 60\n"]);

  expect((await job("status", "mostly")).screen.lines).toEqual(
    expect.arrayContaining([
      `  retried by  ${id} (3 children)  FAILED`,
      `  retried by  ${lastId} (3 children)  SUCCEEDED`,
    ]),
  );
  await expect(job("retry", "mostly")).rejects.toThrow(/^Each failed child of job \S+ has succeeded by now/);
});

test("one failed child becomes a single job", async () => {
  const command = "echo $AWS_BATCH_JOB_ARRAY_INDEX; exit $((AWS_BATCH_JOB_ARRAY_INDEX == 1))";
  await job("run", "--name", "one-of-two", "--array", "2", "--command", command);
  const again = await job("retry", "one-of-two");
  const [, id] = /Job (\S+) \(one-of-two-retry-[0-9a-f]{8}\) is submitted/.exec(again.screen.text)!;
  expect((await job("logs", id!)).screen.text).toBe("1\n");
});
