import { BatchClient, UpdateJobQueueCommand } from "@aws-sdk/client-batch";
import { recheckQueues } from "../../../src/operations/aws/recheck-queues";
import { FakeClock } from "../../support/fake-clock";

const said: string[] = [];
let updates: object[];

beforeEach(() => {
  said.length = 0;
  updates = [];
});

/** AWS Batch with one queue, in one status after the other as it is looked at. */
function batchWithQueue(...statuses: string[]): BatchClient {
  const batch = new BatchClient({ region: "us-east-1" });
  const send = (command: unknown): unknown => {
    if (!(command instanceof UpdateJobQueueCommand)) {
      const status = statuses.shift();
      return { jobQueues: status ? [{ jobQueueName: "queue", status, state: "ENABLED" }] : [] };
    }
    updates.push(command.input);
    return {};
  };
  jest.spyOn(batch, "send").mockImplementation((command) => Promise.resolve(send(command)) as never);
  return batch;
}

const recheck = (...statuses: string[]): Promise<void> =>
  recheckQueues(batchWithQueue(...statuses), ["queue"], (line) => said.push(line), new FakeClock());

it("has AWS check an INVALID queue again, and waits for the answer", async () => {
  await recheck("INVALID", "UPDATING", "UPDATING", "VALID");
  expect(updates).toEqual([{ jobQueue: "queue", state: "ENABLED" }]);
  expect(said).toEqual(["job queue queue is INVALID: AWS is asked to check it again"]);
});

it("goes on when the queue stays INVALID: the doctor tells why", async () => {
  await recheck("INVALID", "INVALID");
  expect(updates).toHaveLength(1);
});

it.each(["VALID", "UPDATING", ""])("leaves a queue alone that is %s", async (status) => {
  await recheck(status);
  expect(updates).toEqual([]);
});
