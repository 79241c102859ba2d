import { parse, stringify } from "yaml";
import { z } from "zod";
import { nodesMapping } from "../../../src/model/aws-auth";
import type { KubernetesClient } from "../../kubernetes/client";

const groups = z.array(z.string()).nullish();
const mapRoles = z.array(z.object({ rolearn: z.string(), username: z.string().optional(), groups }));
const mapUsers = z.array(z.object({ userarn: z.string(), username: z.string().optional(), groups }));
const mapAccounts = z.array(z.coerce.string());

/** What `aws-auth` gives to an IAM principal; templates in it are not filled yet. */
export interface Mapping {
  /** In lower case, as it is compared. */
  readonly arn: string;
  readonly username: string;
  readonly groups: readonly string[];
}

export interface AwsAuth {
  readonly mappings: readonly Mapping[];
  /** Accounts all of whose principals may enter, as users with their ARN for a name. */
  readonly accounts: readonly string[];
}

interface ConfigMap {
  readonly data?: Readonly<Record<string, string>>;
}

const CONFIG_MAPS = "/api/v1/namespaces/kube-system/configmaps";

/** Maps the role of a managed node group in `aws-auth`, as EKS does, unless it is mapped. */
export async function mapNodes(api: KubernetesClient, nodeRoleArn: string): Promise<void> {
  const { mappings } = await readAwsAuth(api);
  if (mappings.some(({ arn }) => arn === nodeRoleArn.toLowerCase())) return;
  const found = await api.find<ConfigMap>(`${CONFIG_MAPS}/aws-auth`);
  const before = found?.data?.mapRoles ?? "";
  const others = read(z.array(z.unknown()), before);
  // What is there but cannot be read is left to its owner.
  if (before.trim() !== "" && others.length === 0) return;
  const mapRoles = stringify([...others, nodesMapping(nodeRoleArn)]);
  if (found) await api.patch(`${CONFIG_MAPS}/aws-auth`, { data: { mapRoles } });
  else await api.create(CONFIG_MAPS, { metadata: { name: "aws-auth" }, data: { mapRoles } });
}

/**
 * The ConfigMap `aws-auth` at this moment. A key that is not as it must be counts as empty, as on EKS.
 *
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator#full-configuration-format
 */
export async function readAwsAuth(api: KubernetesClient): Promise<AwsAuth> {
  const found = await api.find<ConfigMap>(`${CONFIG_MAPS}/aws-auth`);
  const { mapRoles: roles, mapUsers: users, mapAccounts: accounts } = found?.data ?? {};
  return {
    mappings: [
      ...read(mapRoles, roles).map(({ rolearn, ...to }) => mapping(rolearn, to)),
      ...read(mapUsers, users).map(({ userarn, ...to }) => mapping(userarn, to)),
    ],
    accounts: read(mapAccounts, accounts),
  };
}

function mapping(
  arn: string,
  to: { username?: string | undefined; groups?: string[] | null | undefined },
): Mapping {
  return { arn: arn.toLowerCase(), username: to.username ?? "", groups: to.groups ?? [] };
}

function read<Item>(shape: z.ZodType<Item[]>, text: string | undefined): Item[] {
  try {
    return shape.safeParse(parse(text ?? "")).data ?? [];
  } catch {
    return [];
  }
}
