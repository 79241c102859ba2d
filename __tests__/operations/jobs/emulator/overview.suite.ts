import { job, statusOf, submit } from "./shared-emulator";

test("list shows jobs of both queues, by state, time and name", async () => {
  const { screen } = await job("list");
  expect(screen.lines[0]).toMatch(/^ID +NAME +QUEUE +STATE +SUBMITTED +RAN$/);
  expect(screen.text).toMatch(/^[0-9a-f-]{36} \[120\] +many +doeks-JQ1_OD +FAILED +(\d+ m )?\d+ s ago +/m);
  expect(screen.text).toMatch(/ no-spot +doeks-JQ1_SPOT +FAILED /);
  const failed = (await job("list", "--status", "failed", "--json")).screen.json;
  expect(new Set(failed.map(({ state }) => state))).toEqual(new Set(["FAILED"]));
});

test("queues counts jobs by state and shows the environments", async () => {
  const { screen } = await job("queues");
  expect(screen.text).toMatch(
    /^doeks-JQ1_OD +ENABLED VALID +doeks-CE1_OD +On-Demand, ENABLED VALID +0\/\d+\/16 +.*SUCCEEDED \d+, FAILED \d+/m,
  );
});

test("jobs are listed by the beginning of their names, and stopped by it", async () => {
  const command = ["--command", "sleep 60"];
  const first = await submit("--name", "bulk-1", ...command);
  const second = await submit("--name", "bulk-2", ...command);
  const other = await submit("--name", "unrelated", ...command);
  const listed = (await job("list", "--name", "bulk-*", "--json")).screen.json;
  expect(listed.map(({ jobId }) => jobId).sort()).toEqual([first, second].sort());
  expect((await job("stop", "--name", "bulk-*", "--dry-run")).screen.lines.at(-1)).toBe(
    "2 jobs would be stopped; nothing was.",
  );
  await job("stop", "--name", "bulk-*", "--queue", "od", "--yes");
  for (const id of [first, second]) expect((await job("status", id, "--wait")).status).toBe(1);
  expect((await statusOf(other)).state).not.toBe("FAILED");
  await job("stop", "--name", "unrelated", "--yes");
});
