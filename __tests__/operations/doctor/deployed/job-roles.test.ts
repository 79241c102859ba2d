import { checkJobRoles, checkServiceAccounts } from "../../../../src/operations/doctor/deployed/job-roles";
import type { Kubectl } from "../../../../src/operations/aws/kubectl";
import { parse } from "../../../support/variables";
import { CLUSTER, context, told } from "../fakes";

const ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/A";
const cluster = { name: CLUSTER, identity: { oidc: { issuer: `https://${ISSUER}` } } };
const variables = parse({ job_roles: { a: {}, "a-b": {} } });
const NUMBER = "20261126000000000000000001";

const role = (name: string, account = name, issuer = ISSUER): object => ({
  RoleName: `${CLUSTER}-job-${name}-${NUMBER}`,
  AssumeRolePolicyDocument: encodeURIComponent(
    JSON.stringify({
      Statement: {
        Condition: {
          StringEquals: { [`${issuer}:sub`]: `system:serviceaccount:doeks-aws-batch:job-${account}` },
        },
      },
    }),
  ),
});

describe("roles of jobs", () => {
  const check = async (...Roles: object[]) =>
    told(
      await checkJobRoles(cluster, context({ variables, answers: { ListRoles: { Roles } } })),
      "roles of jobs",
    );

  it("that exist and trust their service accounts are fine", async () =>
    expect(await check(role("a"), role("a-b"), { RoleName: "another" })).toBe(
      "ok: a, a-b: each exists and trusts its service account",
    ));

  it("one that is missing is not taken for another whose name begins so", async () =>
    expect(await check(role("a-b"))).toMatch(/^failed: there is no IAM role for a\nRun \.\/install\.sh/));

  it.each([
    ["another service account", role("a", "c")],
    ["a service account whose name goes on", role("a", "ab")],
    ["another cluster", role("a", "a", "oidc.eks.us-east-1.amazonaws.com/id/B")],
  ])("one that trusts %s is told", async (_, wrong) =>
    expect(await check(wrong, role("a-b"))).toMatch(
      /^failed: the IAM role for a does not trust system:serviceaccount:doeks-aws-batch:job-a of this cluster/,
    ),
  );

  it("are not asked for where there are none", async () =>
    expect(await checkJobRoles(cluster, context())).toEqual([]));
});

describe("service accounts of jobs", () => {
  const account = (name: string, of = name): object => ({
    metadata: {
      name: `job-${name}`,
      annotations: {
        "eks.amazonaws.com/role-arn": `arn:aws:iam::111122223333:role/${CLUSTER}-job-${of}-${NUMBER}`,
      },
    },
  });
  const kubectl = (items: readonly object[], status = 0): Pick<Kubectl, "run" | "post"> => ({
    run: () => Promise.resolve({ status, stdout: JSON.stringify({ items }), stderr: "no" }),
    post: () => Promise.reject(new Error("nothing is sent")),
  });
  const check = async (...items: object[]) =>
    told(await checkServiceAccounts(kubectl(items), { variables }), "service accounts of jobs");

  it("that name their roles are fine", async () =>
    expect(await check({ metadata: { name: "default" } }, account("a"), account("a-b"))).toBe(
      "ok: job-a, job-a-b: each names its IAM role",
    ));

  it("one that is missing, or names another role, is told", async () =>
    expect(await check(account("a", "a-b"))).toMatch(
      /^failed: job-a does not name the IAM role for a; there is no job-a-b in doeks-aws-batch\n/,
    ));

  it("that cannot be asked for are no good news", async () =>
    expect(checkServiceAccounts(kubectl([], 1), { variables })).rejects.toThrow(
      /kubectl get serviceaccounts/,
    ));

  it("are not asked for where there are none", async () =>
    expect(await checkServiceAccounts(kubectl([], 1), context())).toEqual([]));
});
