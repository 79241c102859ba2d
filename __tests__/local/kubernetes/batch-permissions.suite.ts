import type { KubernetesClient } from "../../../local/kubernetes/client";
import { KubernetesError } from "../../../local/kubernetes/objects";
import documented from "../../fixtures/batch-rbac.json";
import { apply, kubernetesObjects } from "../../support/kubernetes/synthesized-objects";
import { describeWithApiServer } from "../../support/kubernetes/api-server";
import { api, emulated } from "./emulator-with-kubernetes";

const NAMESPACE = "doeks-aws-batch";

interface Rule {
  readonly api_groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

interface Kind {
  readonly group: string;
  readonly name: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

describeWithApiServer("AWS Batch in a cluster with the objects of stack kubernetes", () => {
  let batch: KubernetesClient;

  beforeAll(async () => {
    await apply(api, kubernetesObjects({ accountId: "123456789012", nodeRoleArn: emulated.nodeRole }));
    batch = api.as(documented.user);
  });

  /** Whether somebody may do something, as the API server tells them. */
  const may = async (client: KubernetesClient, resourceAttributes: object): Promise<boolean> => {
    const review = await client.create<{ status: { allowed: boolean } }>(
      "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      { spec: { resourceAttributes } },
    );
    return review.status.allowed;
  };

  /** Every kind that the API server has. */
  async function kinds(): Promise<Kind[]> {
    const { groups } = await api.get<{ groups: { preferredVersion: { groupVersion: string } }[] }>("/apis");
    const versions = groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`);
    const lists = await Promise.all(
      ["/api/v1", ...versions].map((path) =>
        api.get<{ groupVersion: string; resources: Omit<Kind, "group">[] }>(path),
      ),
    );
    return lists.flatMap(({ groupVersion, resources }) =>
      resources.map((resource) => ({
        ...resource,
        group: groupVersion.includes("/") ? groupVersion.split("/")[0]! : "",
      })),
    );
  }

  const listed = (rules: readonly Rule[], { group, name }: Kind, verb: string): boolean =>
    rules.some(
      ({ api_groups, resources, verbs }) =>
        api_groups.includes(group) && resources.includes(name) && verbs.includes(verb),
    );

  /** What every user may ask about themselves, by Kubernetes' own role `system:basic-user`. */
  const ofEverybody = ({ name }: Kind): boolean =>
    ["selfsubjectreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews"].includes(name);

  test.each([
    ["in its namespace", NAMESPACE, [...documented.clusterRole.rules, ...documented.role.rules]],
    ["elsewhere", "kube-system", documented.clusterRole.rules],
    ["in the whole cluster", "", documented.clusterRole.rules],
  ])("may do %s what AWS lists, and nothing else", async (_, namespace, rules) => {
    const differences: string[] = [];
    for (const kind of await kinds()) {
      if (ofEverybody(kind) || (namespace !== "" && !kind.namespaced)) continue;
      const [resource, subresource] = kind.name.split("/");
      for (const verb of [...kind.verbs, "deletecollection", "impersonate"]) {
        const isAllowed = await may(batch, { namespace, verb, group: kind.group, resource, subresource });
        if (isAllowed !== listed(rules, kind, verb)) differences.push(`${verb} ${kind.name}: ${isAllowed}`);
      }
    }
    expect(differences).toEqual([]);
  });

  test("can read no secret and no log, and enter no container", async () => {
    const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
    await api.create(pods, {
      metadata: { name: "job" },
      spec: { containers: [{ name: "main", image: "busybox" }] },
    });
    expect(await batch.get(`${pods}/job`)).toMatchObject({ kind: "Pod" });
    for (const path of [
      "/api/v1/secrets",
      `/api/v1/namespaces/${NAMESPACE}/secrets`,
      `${pods}/job/log`,
      `${pods}/job/exec?command=id`,
    ]) {
      const refusal = await batch.get(path).catch((error: KubernetesError) => error);
      expect(refusal).toMatchObject({ status: 403, reason: "Forbidden" });
    }
  });
});
