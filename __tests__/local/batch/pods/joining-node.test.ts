import { joinCluster } from "../../../../local/batch/pods/joining-node";
import type { ComputeEnvironment } from "../../../../local/batch/store";
import type { ClusterEntry } from "../../../../local/cluster-directory";
import type { KubernetesClient } from "../../../../local/kubernetes/client";
import { KubernetesError } from "../../../../local/kubernetes/objects";
import { LARGE_NODE, REGION } from "../fixtures";

interface Node {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly providerID: string };
}

/** A subnet in which few addresses are free, so that the next one is often taken. */
const EC2 = {
  send: (command: object): Promise<object> =>
    Promise.resolve(
      command.constructor.name === "DescribeSubnetsCommand"
        ? { Subnets: [{ CidrBlock: "10.1.0.0/28", AvailabilityZone: `${REGION}a` }] }
        : { InstanceTypes: [{ InstanceType: LARGE_NODE.type, VCpuInfo: { DefaultVCpus: 96 } }] },
    ),
};

const ENVIRONMENT = {
  region: REGION,
  detail: {
    uuid: "ce",
    computeResources: { subnets: ["s"], ec2Configuration: [{ imageKubernetesVersion: "1.36" }] },
  },
} as unknown as ComputeEnvironment;

/** An API server that has made what it did not answer to. */
function clusterWith(nodes: Map<string, Node>, lostAnswers = 0): ClusterEntry {
  let lost = 0;
  const api = {
    create: (_path: string, node: Node): Promise<Node> => {
      const { name } = node.metadata;
      if (nodes.has(name)) return Promise.reject(new KubernetesError(409, "AlreadyExists", "there"));
      const made = { ...node, metadata: { ...node.metadata, uid: `uid-${nodes.size}` } };
      nodes.set(name, made);
      if ((lost += 1) <= lostAnswers) return Promise.reject(new Error("read ECONNRESET"));
      return Promise.resolve(made);
    },
    get: (path: string): Promise<Node> => Promise.resolve(nodes.get(path.split("/").at(-1)!)!),
  };
  return { api: api as unknown as KubernetesClient } as ClusterEntry;
}

test("no two nodes have one address, however few are free", async () => {
  const nodes = new Map<string, Node>();
  const cluster = clusterWith(nodes);
  const joined = [];
  for (let count = 0; count < 8; count += 1) {
    joined.push(await joinCluster(cluster, ENVIRONMENT, LARGE_NODE, EC2 as never));
  }
  expect(new Set(joined.map(({ address }) => address)).size).toBe(8);
  expect(new Set(joined.map(({ uid }) => uid)).size).toBe(8);
  expect(nodes.size).toBe(8);
});

test("a node whose registration was not answered is there once", async () => {
  const nodes = new Map<string, Node>();
  const joined = await joinCluster(clusterWith(nodes, 1), ENVIRONMENT, LARGE_NODE, EC2 as never);
  expect([...nodes.keys()]).toEqual([joined.name]);
});
