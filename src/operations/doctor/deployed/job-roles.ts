import { paginateListRoles } from "@aws-sdk/client-iam";
import type { Cluster } from "@aws-sdk/client-eks";
import { jobServiceAccount } from "../../../model/job-roles";
import { namePrefix } from "../../../model/names";
import type { Variables } from "../../../model/variables";
import { failed, ok, type CheckResult } from "../check";
import { reasonOf } from "../../terminal/commands";
import type { DoctorContext } from "../context";
import type { Kubectl } from "../../aws/kubectl";

export const JOB_ROLES = "roles of jobs";
export const SERVICE_ACCOUNTS = "service accounts of jobs";

const REPAIR = "Run ./install.sh, which makes roles, trust and service accounts as variables.json says.";

/** Whether each role of `job_roles` exists and trusts its service account in this cluster. */
export async function checkJobRoles(
  cluster: Cluster,
  { aws, variables }: Pick<DoctorContext, "aws" | "variables">,
): Promise<CheckResult[]> {
  const names = Object.keys(variables.job_roles);
  if (names.length === 0) return [];
  const issuer = (cluster.identity?.oidc?.issuer ?? "").replace("https://", "");
  const trusts = new Map<string, string>();
  for await (const { Roles = [] } of paginateListRoles({ client: aws.iam }, {})) {
    for (const { RoleName, AssumeRolePolicyDocument = "" } of Roles) {
      const name = names.find((each) => isRoleOf(variables, each, RoleName));
      if (name !== undefined) trusts.set(name, decodeURIComponent(AssumeRolePolicyDocument));
    }
  }
  const problems = names.flatMap((name) => {
    const trust = trusts.get(name);
    if (trust === undefined) return [`there is no IAM role for ${name}`];
    const subject = `system:serviceaccount:${variables.aws_batch_doeks_namespace}:${jobServiceAccount(name)}`;
    return trust.includes(`"${subject}"`) && trust.includes(`"${issuer}:sub"`)
      ? []
      : [`the IAM role for ${name} does not trust ${subject} of this cluster`];
  });
  return [
    problems.length > 0
      ? failed(JOB_ROLES, problems.join("; "), REPAIR)
      : ok(JOB_ROLES, `${names.join(", ")}: each exists and trusts its service account`),
  ];
}

interface ServiceAccountList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  }[];
}

/** Whether each role of `job_roles` has its service account, which names it. */
export async function checkServiceAccounts(
  kubectl: Pick<Kubectl, "run">,
  { variables }: Pick<DoctorContext, "variables">,
): Promise<CheckResult[]> {
  const names = Object.keys(variables.job_roles);
  if (names.length === 0) return [];
  const { aws_batch_doeks_namespace: namespace } = variables;
  const result = await kubectl.run("get", "serviceaccounts", "--namespace", namespace, "--output", "json");
  if (result.status !== 0) throw new Error(`kubectl get serviceaccounts: ${reasonOf(result)}`);
  const { items } = JSON.parse(result.stdout) as ServiceAccountList;
  const problems = names.flatMap((name) => {
    const account = items.find(({ metadata }) => metadata.name === jobServiceAccount(name));
    if (!account) return [`there is no ${jobServiceAccount(name)} in ${namespace}`];
    const arn = account.metadata.annotations?.["eks.amazonaws.com/role-arn"] ?? "";
    return isRoleOf(variables, name, arn.replace(/^.*\//, ""))
      ? []
      : [`${jobServiceAccount(name)} does not name the IAM role for ${name}`];
  });
  return [
    problems.length > 0
      ? failed(SERVICE_ACCOUNTS, problems.join("; "), REPAIR)
      : ok(SERVICE_ACCOUNTS, `${names.map(jobServiceAccount).join(", ")}: each names its IAM role`),
  ];
}

/** Whether Terraform may have made the name from the role's prefix: that and a number. */
function isRoleOf({ eks_cluster_name: cluster }: Variables, name: string, iamName = ""): boolean {
  const prefix = namePrefix(cluster, `-job-${name}-`, "iamRole");
  return iamName.startsWith(prefix) && /^\w+$/.test(iamName.slice(prefix.length));
}
