import { job } from "./shared-emulator";

test("list shows jobs of both queues, by state, time and name", async () => {
  const { screen } = await job("list");
  expect(screen.lines[0]).toMatch(/^ID +NAME +QUEUE +STATE +SUBMITTED +RAN$/);
  expect(screen.text).toMatch(/^[0-9a-f-]{36} \[500\] +five-hundred +doeks-JQ1_OD +FAILED +\d+ s ago +/m);
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
