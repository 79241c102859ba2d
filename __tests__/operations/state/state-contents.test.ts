import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Found } from "../../../src/operations/resources/found";
import { StateContents } from "../../../src/operations/state/state-contents";
import { LocalStore } from "../../../src/operations/state/stores/local-store";

const root = mkdtempSync(join(tmpdir(), "states-"));
afterAll(() => rmSync(root, { recursive: true }));

const candidate = (id: string, arn?: string): Found => ({
  id,
  ...(arn ? { arn } : {}),
  tags: {},
  phase: "ready",
  attributes: {},
});

function write(path: string, ...resources: { type: string; attributes: object; deposed?: string }[]): void {
  const file = join(root, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({
      version: 4,
      resources: resources.map(({ type, ...instance }) => ({ mode: "managed", type, instances: [instance] })),
    }),
  );
}

write("us-east-1/doeks/cluster.tfstate", {
  type: "aws_nat_gateway",
  attributes: { id: "nat-1", allocation_id: "eipalloc-1", nested: [{ arn: "arn:aws:kms:::key/1" }] },
});
write("us-east-1/doeks/system.tfstate", {
  type: "aws_eks_node_group",
  attributes: { id: "doeks:old" },
  deposed: "0a1b2c3d",
});
write("eu-west-1/doeks/cluster.tfstate", { type: "aws_iam_role", attributes: { id: "doeks-node-1" } });
writeFileSync(join(root, "us-east-1/doeks/batch.tfstate"), "");
writeFileSync(join(root, "us-east-1/doeks/variables.json"), "no state");

it("has what a state holds, in every environment of a store, also what is to be destroyed yet", async () => {
  const states = await StateContents.in([new LocalStore(root)], "us-east-1/doeks");
  expect(states.has("aws_nat_gateway", candidate("nat-1"))).toBe(true);
  expect(states.has("aws_eks_node_group", candidate("doeks:old"))).toBe(true);
  expect(states.has("aws_iam_role", candidate("doeks-node-1"))).toBe(true);
});

it("tells what the own environment holds from what another one holds", async () => {
  const states = await StateContents.in([new LocalStore(root)], "us-east-1/doeks");
  expect(states.holds("aws_nat_gateway", candidate("nat-1"))).toBe(true);
  expect(states.otherHolder("aws_nat_gateway", candidate("nat-1"))).toBeUndefined();
  expect(states.holds("aws_iam_role", candidate("doeks-node-1"))).toBe(false);
  expect(states.otherHolder("aws_iam_role", candidate("doeks-node-1"))).toBe("eu-west-1/doeks");
  expect(states.valuesOf("aws_nat_gateway", "allocation_id")).toEqual(["eipalloc-1"]);
  expect(states.valuesOf("aws_iam_role", "id")).toEqual([]);
});

it("tells types apart, and what is held from what is only mentioned", async () => {
  const states = await StateContents.in([new LocalStore(root)], "us-east-1/doeks");
  expect(states.has("aws_iam_instance_profile", candidate("doeks-node-1"))).toBe(false);
  expect(states.has("aws_eip", candidate("eipalloc-1"))).toBe(false);
  expect(states.mention(candidate("eipalloc-1"))).toBe(true);
  expect(states.mention(candidate("1", "arn:aws:kms:::key/1"))).toBe(true);
  expect(states.mention(candidate("eipalloc-2"))).toBe(false);
});

it("is empty where nothing was deployed yet", async () => {
  const states = await StateContents.in([new LocalStore(join(root, "nowhere"))], "us-east-1/doeks");
  expect(states.has("aws_nat_gateway", candidate("nat-1"))).toBe(false);
});

it("waits for a state that is being written", async () => {
  const file = join(root, "us-east-1/doeks/kubernetes.tfstate");
  writeFileSync(file, '{"resources": [');
  setTimeout(() => writeFileSync(file, "{}"), 150);
  await expect(StateContents.in([new LocalStore(root)], "us-east-1/doeks")).resolves.toBeDefined();
});
