import {
  ListResourceTagsCommand,
  paginateListAliases,
  type AliasListEntry,
  type KMSClient,
} from "@aws-sdk/client-kms";
import { ENVIRONMENT_TAG, secretsKeyAlias } from "../../../model/names";
import { unlessDenied } from "../../aws/errors";
import type { Check } from "../context";
import { judgeLeftovers, type Candidate } from "./leftover";

/** The alias of a key that encrypted the secrets of a cluster of this name. */
export const checkLeftoverKmsAlias: Check = async (context) => {
  const { eks_cluster_name: cluster, aws_region: region } = context.variables;
  const name = secretsKeyAlias(cluster);
  const alias = await findAlias(context.aws.kms, name);
  const candidate = async ({ TargetKeyId: key }: AliasListEntry): Promise<Candidate> => ({
    type: "aws_kms_alias",
    name,
    blueprint: key === undefined ? undefined : await blueprintOf(context.aws.kms, key),
    blocks: true,
    remove: [
      `aws kms delete-alias --alias-name ${name} --region ${region}`,
      ...(key ? [`aws kms schedule-key-deletion --key-id ${key} --region ${region}`] : []),
    ],
    ...(key
      ? { note: `its key ${key} costs money until it is deleted, and what it encrypts is lost then` }
      : {}),
  });
  return judgeLeftovers(
    { check: "leftover KMS alias", noun: "KMS alias", variable: "eks_cluster_name" },
    alias ? [await candidate(alias)] : [],
    context,
  );
};

/** Aliases carry no tags: the key's tell whose it is, when its policy lets them be seen. */
async function blueprintOf(kms: KMSClient, KeyId: string): Promise<string | undefined> {
  const answer = await unlessDenied(kms.send(new ListResourceTagsCommand({ KeyId })));
  return answer?.Tags?.find(({ TagKey }) => TagKey === ENVIRONMENT_TAG)?.TagValue;
}

async function findAlias(client: KMSClient, name: string): Promise<AliasListEntry | undefined> {
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
    const found = Aliases.find(({ AliasName }) => AliasName === name);
    if (found) return found;
  }
  return undefined;
}
