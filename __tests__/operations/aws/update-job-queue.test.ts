import { BatchClient, ClientException } from "@aws-sdk/client-batch";
import { updateJobQueue } from "../../../src/operations/aws/update-job-queue";
import { FakeClock } from "../../support/fake-clock";

const refusal = (message: string): ClientException => new ClientException({ message, $metadata: {} });
const BUSY = refusal("Cannot update, resource is being modified");

/** AWS Batch that answers so, one call after the other, and then takes everything. */
function update(...refusals: Error[]): { readonly waits: number[]; readonly done: Promise<void> } {
  const batch = new BatchClient({ region: "us-east-1" });
  jest.spyOn(batch, "send").mockImplementation((() => {
    const next = refusals.shift();
    return next ? Promise.reject(next) : Promise.resolve({});
  }) as never);
  const clock = new FakeClock();
  const done = updateJobQueue(batch, { jobQueue: "queue", state: "DISABLED" }, clock);
  return { waits: clock.pausesSeconds, done };
}

it("waits for an earlier update, such as one whose answer was lost", async () => {
  const { waits, done } = update(BUSY, BUSY);
  await done;
  expect(waits).toEqual([3, 3]);
});

it("takes no other refusal for that", async () => {
  const { waits, done } = update(refusal("queue does not exist"));
  await expect(done).rejects.toThrow("queue does not exist");
  expect(waits).toEqual([]);
});

it("gives up after five minutes", async () => {
  const { waits, done } = update(...Array.from({ length: 200 }, () => BUSY));
  await expect(done).rejects.toThrow("being modified");
  expect(waits.reduce((sum, seconds) => sum + seconds, 0)).toBe(297);
});
