import type { EKS } from "@aws-sdk/client-eks";
import { eks, emulated, type EmulatedEks } from "./emulated-eks";

/** Asks until the answer is the wanted one, first often, then less and less. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  wanted: Answer,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let answer = await ask();
  for (let pauseMs = 10; answer !== wanted; pauseMs = Math.min(pauseMs * 1.5, 200)) {
    if (Date.now() > deadline) throw new Error(`still ${String(answer)}, not ${String(wanted)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    answer = await ask();
  }
}

export async function clusterStatus(name: string): Promise<string | undefined> {
  return (await eks.describeCluster({ name })).cluster?.status;
}

/** An ACTIVE cluster. */
export async function cluster(
  name: string,
  more: Parameters<EmulatedEks["clusterInput"]>[1] = {},
): Promise<void> {
  await eks.createCluster(emulated.clusterInput(name, more));
  await until(() => clusterStatus(name), "ACTIVE");
}

export async function nodegroupStatus(
  clusterName: string,
  nodegroupName: string,
): Promise<string | undefined> {
  return (await eks.describeNodegroup({ clusterName, nodegroupName })).nodegroup?.status;
}

/** An ACTIVE node group. */
export async function nodegroup(
  clusterName: string,
  nodegroupName: string,
  more: Partial<Parameters<EKS["createNodegroup"]>[0]> = {},
): Promise<void> {
  await eks.createNodegroup({
    clusterName,
    nodegroupName,
    nodeRole: emulated.nodeRole,
    subnets: emulated.network.subnetIds,
    ...more,
  });
  await until(() => nodegroupStatus(clusterName, nodegroupName), "ACTIVE");
}

export async function addonStatus(clusterName: string, addonName: string): Promise<string | undefined> {
  return (await eks.describeAddon({ clusterName, addonName })).addon?.status;
}

export async function updateStatus(
  name: string,
  updateId: string,
  nodegroupName?: string,
): Promise<string | undefined> {
  return (await eks.describeUpdate({ name, updateId, nodegroupName })).update?.status;
}
