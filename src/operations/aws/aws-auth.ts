import { DescribeNodegroupCommand, paginateListNodegroups, type EKSClient } from "@aws-sdk/client-eks";
import { isMap, isSeq, parseDocument, type Document } from "yaml";
import type { Partition } from "../../model/aws-region";
import { batchMapping, nodesMapping, type RoleMapping } from "../../model/aws-auth";
import { NODE_GROUP_PREFIX } from "../../model/names";
import { CliError } from "../terminal/cli-error";
import { reasonOf } from "../terminal/commands";
import type { CallerIdentity } from "./caller-identity";
import type { Kubectl } from "./kubectl";

/** The ConfigMap `aws-auth`, as far as it is read here. */
export interface AwsAuthMap {
  readonly data?: Readonly<Record<string, string>>;
}

/** @returns undefined when there is none @throws CliError when the API server does not tell */
export async function readAwsAuth(kubectl: Pick<Kubectl, "run">): Promise<AwsAuthMap | undefined> {
  const result = await kubectl.run(
    ...["get", "configmap", "aws-auth", "--namespace", "kube-system", "--output", "json"],
  );
  if (result.status === 0) return JSON.parse(result.stdout) as AwsAuthMap;
  if (result.stderr.includes("NotFound")) return undefined;
  throw new CliError(`kubectl get configmap aws-auth: ${reasonOf(result)}`);
}

/** The mappings without which no job runs, and no node joins where its access entry is gone. */
export async function wantedMappings(
  eks: EKSClient,
  clusterName: string,
  { account, arn }: CallerIdentity,
): Promise<RoleMapping[]> {
  const partition = arn.split(":")[1] as Partition;
  const nodeRoles = new Set<string>();
  for await (const { nodegroups = [] } of paginateListNodegroups({ client: eks }, { clusterName })) {
    for (const nodegroupName of nodegroups.filter((name) => name.startsWith(NODE_GROUP_PREFIX))) {
      const { nodegroup } = await eks.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }));
      if (nodegroup?.nodeRole !== undefined) nodeRoles.add(nodegroup.nodeRole);
    }
  }
  return [batchMapping(partition, account), ...[...nodeRoles].map(nodesMapping)];
}

/** Whether the entries are as wanted. */
export interface Judgement {
  /** Mappings that are missing, or map to something else. */
  readonly wrong: readonly RoleMapping[];
  /** The text of `mapRoles` with them as wanted, and all else as it is. */
  readonly repaired: string;
}

/** @throws CliError for a text that is no list in YAML */
export function judgeMappings(mapRoles: string, wanted: readonly RoleMapping[]): Judgement {
  const document = parseDocument(mapRoles);
  const entries = entriesOf(document);
  const wrong = wanted.filter((mapping) => {
    // The authenticator compares ARNs without their case, and the last entry of one counts.
    const own = entries.items.filter(
      (item) => isMap(item) && String(item.get("rolearn")).toLowerCase() === mapping.rolearn.toLowerCase(),
    );
    const isRight = own.length > 0 && own.every((item) => isMap(item) && isSame(item.toJSON(), mapping));
    if (isRight) return false;
    entries.items = [...entries.items.filter((item) => !own.includes(item)), document.createNode(mapping)];
    return true;
  });
  return { wrong, repaired: document.toString({ flowCollectionPadding: false, lineWidth: 0 }) };
}

function entriesOf(document: Document.Parsed): { items: unknown[] } {
  if (document.contents === null || document.contents.toJSON() === null)
    document.contents = document.createNode([]) as never;
  if (document.errors.length === 0 && isSeq(document.contents)) return document.contents;
  throw new CliError(
    `mapRoles of aws-auth is no list in YAML: nobody whom it maps has access. kubectl edit configmap aws-auth --namespace kube-system corrects it.`,
  );
}

function isSame(entry: unknown, { username, groups = [] }: RoleMapping): boolean {
  const found = entry as { username?: unknown; groups?: unknown };
  const others = Array.isArray(found.groups) ? (found.groups as unknown[]) : [];
  return found.username === username && groups.every((group) => others.includes(group));
}

/** The ARNs that it maps; none of a text that is no list in YAML. */
export function mappedArns({ data = {} }: AwsAuthMap): string[] {
  return ["mapRoles", "mapUsers"].flatMap((key) => {
    const { contents, errors } = parseDocument(data[key] ?? "");
    if (errors.length > 0 || !isSeq(contents)) return [];
    return contents.items.flatMap((item) =>
      isMap(item)
        ? [item.get("rolearn") ?? item.get("userarn")].filter((arn) => typeof arn === "string")
        : [],
    );
  });
}

/**
 * Puts mappings back that are missing or wrong, and leaves what others have in `aws-auth` alone: the API server refuses
 * the change if somebody else was faster.
 *
 * @returns the roles whose mappings were put back
 * @throws CliError
 */
export async function repairAwsAuth(
  kubectl: Pick<Kubectl, "run" | "put">,
  wanted: readonly RoleMapping[],
): Promise<string[]> {
  const found = await readAwsAuth(kubectl);
  if (!found) return [];
  const { wrong, repaired } = judgeMappings(found.data?.mapRoles ?? "", wanted);
  if (wrong.length === 0) return [];
  const body = { ...found, data: { ...found.data, mapRoles: repaired } };
  const result = await kubectl.put("/api/v1/namespaces/kube-system/configmaps/aws-auth", body);
  if (result.status !== 0) throw new CliError(`kubectl replace configmap aws-auth: ${reasonOf(result)}`);
  return wrong.map(({ rolearn }) => rolearn);
}
