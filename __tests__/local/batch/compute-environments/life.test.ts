import { EnvironmentLife } from "../../../../local/batch/compute-environments/life";
import { Instances } from "../../../../local/batch/pods/instances";
import type { Scheduler } from "../../../../local/batch/scheduling/scheduler";
import { BatchState, type ComputeEnvironment } from "../../../../local/batch/store";
import { Faults } from "../../../../local/gateway/faults";
import { Lifecycle } from "../../../../local/lifecycle";

it("an environment whose jobs have not ended is looked at again when one ends, not all the time", async () => {
  const environment = {
    name: "environment",
    arn: "arn",
    region: "us-east-1",
    detail: {},
  } as ComputeEnvironment;
  const state = new BatchState();
  state.region("us-east-1").environments.set("environment", environment);
  const lifecycle = new Lifecycle(new Faults(), { default: 0 });
  const running = [new AbortController()];
  let [looks, release] = [0, (): void => undefined];
  const scheduler = {
    attemptsIn: () => {
      looks += 1;
      return running;
    },
    whenReleased: (_: ComputeEnvironment, then: () => void) => (release = then),
  } as unknown as Scheduler;
  const pause = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 50));

  const clusters = { find: () => undefined };
  const instances = new Instances({ lifecycle } as never, clusters);
  new EnvironmentLife(state, { lifecycle } as never, clusters, scheduler, instances).remove(environment);
  await pause();
  expect(looks).toBe(1);
  expect(state.region("us-east-1").environments.has("environment")).toBe(true);

  running.pop();
  release();
  await pause();
  expect(state.region("us-east-1").environments.has("environment")).toBe(false);
  lifecycle.close();
});
