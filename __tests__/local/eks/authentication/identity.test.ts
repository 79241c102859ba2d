import type { KubernetesClient } from "../../../../local/kubernetes/client";
import { mapNodes } from "../../../../local/eks/authentication/aws-auth";
import { callerOf, callerWithRole, identityOf } from "../../../../local/eks/authentication/identity";
import { newAccessEntry } from "../../../../local/eks/access/entries";
import type { ClusterState } from "../../../../local/eks/store";
import { kubernetesObjects } from "../../../support/kubernetes/synthesized-objects";

const ROLES = "arn:aws:iam::123456789012:role";
const BATCH = `${ROLES}/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch`;

/** A cluster whose `aws-auth` has this for data. */
function cluster(authenticationMode: string, data?: Record<string, string>): ClusterState {
  const api = { find: () => Promise.resolve(data && { data }) };
  const state = {
    region: "us-east-1",
    cluster: { name: "c", accessConfig: { authenticationMode } },
    accessEntries: new Map(),
    controlPlane: { api },
  };
  return state as unknown as ClusterState;
}

describe("aws-auth", () => {
  const BOTH = "API_AND_CONFIG_MAP";

  test("of stack kubernetes maps AWS Batch's role, whose path the authenticator does not see", async () => {
    const objects = kubernetesObjects({ accountId: "123456789012", nodeRoleArn: `${ROLES}/nodes` });
    const { object } = objects.find(({ path }) => path.endsWith("/configmaps"))!;
    const state = cluster(BOTH, (object as unknown as { data: Record<string, string> }).data);
    expect(await identityOf(state, callerWithRole(BATCH, "session"))).toEqual({
      username: "aws-batch",
      groups: [],
    });
    expect(await identityOf(state, callerWithRole(`${ROLES}/nodes`, "i-1"))).toEqual({
      username: "system:node:{{EC2PrivateDNSName}}",
      groups: ["system:bootstrappers", "system:nodes"],
    });
    expect(await identityOf(state, callerWithRole(`${ROLES}/others`, "session"))).toBeUndefined();
  });

  test("does not map a role whose ARN it has with its path", async () => {
    const state = cluster(BOTH, { mapRoles: `- {rolearn: "${BATCH}", username: aws-batch}` });
    expect(await identityOf(state, callerWithRole(BATCH, "session"))).toBeUndefined();
  });

  test("takes ARNs in any case, and fills names in", async () => {
    const mapRoles = `
      - rolearn: ${ROLES.replace("role", "ROLE")}/People
        username: person:{{SessionName}}
        groups: ["of:{{AccountID}}", "raw:{{SessionNameRaw}}"]`;
    expect(await identityOf(cluster(BOTH, { mapRoles }), callerWithRole(`${ROLES}/People`, "a@b.c"))).toEqual(
      {
        username: "person:a-b.c",
        groups: ["of:123456789012", "raw:a@b.c"],
      },
    );
  });

  test("lets in everybody of an account, under their own name", async () => {
    const state = cluster(BOTH, { mapAccounts: "[123456789012]" });
    const user = callerOf("arn:aws:iam::123456789012:user/a");
    expect(await identityOf(state, user)).toEqual({ username: user.arn, groups: [] });
    expect(await identityOf(state, callerOf("arn:aws:iam::999999999999:user/a"))).toBeUndefined();
  });

  test.each(["mapRoles: [", "[1, 2]", "{a: b}", "- rolearn: x\n - y"])("%j maps nobody", async (mapRoles) => {
    expect(await identityOf(cluster(BOTH, { mapRoles }), callerWithRole(BATCH, "session"))).toBeUndefined();
  });

  test("counts less than an access entry, and not at all with authentication mode API", async () => {
    const mapRoles = `- {rolearn: "${ROLES}/people", username: mapped}`;
    const caller = callerWithRole(`${ROLES}/people`, "me");
    const state = cluster(BOTH, { mapRoles });
    expect(await identityOf(state, caller)).toEqual({ username: "mapped", groups: [] });
    expect(await identityOf(cluster("API", { mapRoles }), caller)).toBeUndefined();
    newAccessEntry(state, { principalArn: `${ROLES}/path/people`, kubernetesGroups: ["g"] });
    expect(await identityOf(state, caller)).toEqual({
      username: "arn:aws:sts::123456789012:assumed-role/people/me",
      groups: ["g"],
    });
  });
});

describe("what EKS puts into aws-auth for a managed node group", () => {
  const written: object[] = [];
  const api = (mapRoles?: string): KubernetesClient => {
    const put = (path: string, object: object): Promise<void> =>
      Promise.resolve(void written.push({ path, ...object }));
    const find = () => Promise.resolve(mapRoles === undefined ? undefined : { data: { mapRoles } });
    return { find, create: put, patch: put } as unknown as KubernetesClient;
  };
  const NODES =
    `- rolearn: ${ROLES}/nodes\n  username: system:node:{{EC2PrivateDNSName}}\n` +
    "  groups:\n    - system:bootstrappers\n    - system:nodes\n";

  beforeEach(() => {
    written.length = 0;
  });

  test.each([
    ["is the map itself where there is none", undefined, [NODES]],
    ["comes after what others have there", "- rolearn: a\n", [`- rolearn: a\n${NODES}`]],
    ["is nothing where the role is mapped", NODES, []],
    ["is nothing where the map is broken", "[", []],
  ])("%s", async (_, before, after) => {
    await mapNodes(api(before), `${ROLES}/nodes`);
    expect(written).toEqual(
      after.map((mapRoles) => expect.objectContaining({ data: { mapRoles } }) as object),
    );
  });
});
