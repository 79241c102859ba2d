import { Inquiry, type AskAws } from "../../../../src/operations/terraform/events/inquiry";
import type { TerraformEvent } from "../../../../src/operations/terraform/events/terraform-events";

const NODES = "aws_eks_node_group.nodes";

const event = (type: string, elapsed_seconds?: number, addr = NODES): TerraformEvent => ({
  "@message": "",
  type,
  hook: { action: "create", resource: { addr }, ...(elapsed_seconds !== undefined && { elapsed_seconds }) },
});

async function told(ask: AskAws, ...events: readonly TerraformEvent[]): Promise<string[]> {
  const said: string[] = [];
  const inquiry = new Inquiry(ask, (text) => said.push(text));
  for (const each of events) {
    inquiry.handle(each);
    await inquiry.end();
  }
  return said;
}

test("what takes a minute is asked about every half a minute, as Terraform tells that it waits", async () => {
  const asked: string[] = [];
  const ask: AskAws = (address) => (asked.push(address), Promise.resolve([]));
  const seconds = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120];
  expect(await told(ask, ...seconds.map((each) => event("apply_progress", each)))).toEqual([]);
  expect(asked).toEqual([NODES, NODES, NODES]);
});

test("what failed is asked about at once, and what AWS says is told once, with what may help", async () => {
  const answer = "NodeCreationFailure: Instances failed to join the kubernetes cluster";
  const said = await told(
    () => Promise.resolve([answer]),
    event("apply_progress", 60),
    event("apply_errored"),
  );
  expect(said).toEqual([
    expect.stringMatching(
      /^aws_eks_node_group\.nodes: AWS says: NodeCreationFailure: .*\nWhat may help: They need a way out/,
    ),
  ]);
});

test("another reason of the same resource is told too, also one that nothing is known to help against", async () => {
  const answers = [["InsufficientInstanceCapacity: no m5.large"], ["Something new"]];
  const said = await told(
    () => Promise.resolve(answers.shift()!),
    event("apply_progress", 60),
    event("apply_progress", 90),
  );
  expect(said[0]).toContain("What may help: It may pass within the hour");
  expect(said[1]).toBe("aws_eks_node_group.nodes: AWS says: Something new");
});

test("what is done, and what cannot be asked, is nothing to tell", async () => {
  const asked: string[] = [];
  const ask: AskAws = (address) => (asked.push(address), Promise.reject(new Error("AccessDenied")));
  expect(await told(ask, event("apply_start"), event("apply_complete", 300))).toEqual([]);
  expect(asked).toEqual([]);
  expect(await told(ask, event("apply_errored"))).toEqual([]);
  expect(asked).toEqual([NODES]);
});

test("another attempt waits anew, and is asked about after a minute of its own", async () => {
  const asked: string[] = [];
  const ask: AskAws = (address) => (asked.push(address), Promise.resolve([]));
  await told(ask, event("apply_progress", 300), event("apply_start"), event("apply_progress", 50));
  expect(asked).toHaveLength(1);
  await told(ask, event("apply_progress", 300), event("apply_start"), event("apply_progress", 60));
  expect(asked).toHaveLength(3);
});

test("a question that is never answered does not hold up Terraform's end", async () => {
  jest.useFakeTimers();
  const inquiry = new Inquiry(
    () => new Promise(() => undefined),
    () => undefined,
  );
  inquiry.handle(event("apply_errored"));
  const ended = inquiry.end();
  await jest.advanceTimersByTimeAsync(5_000);
  await expect(ended).resolves.toBeUndefined();
  jest.useRealTimers();
});
