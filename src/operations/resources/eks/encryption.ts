import { DescribeClusterCommand, paginateListClusters, type EKSClient } from "@aws-sdk/client-eks";
import {
  DescribeKeyCommand,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
  ScheduleKeyDeletionCommand,
  type AliasListEntry,
  type KeyMetadata,
  type KMSClient,
} from "@aws-sdk/client-kms";
import type { ResourceKind } from "../resource-kind";
import { unlessDenied, unlessMissing } from "../../aws/errors";
import type { Found, Tags } from "../found";
import { knownValues } from "../resource-kind";

/** The longest that AWS offers: until then the deletion can be taken back, and it costs nothing. */
const WAITING_PERIOD_DAYS = 30;

const KEY: ResourceKind = {
  type: "aws_kms_key",
  noun: "KMS key",
  isPrecious: true,
  commands: ({ id }) => [`kms schedule-key-deletion --key-id ${id}`],
  usedBy: async ({ kms, eks }, { id, arn = id }) => {
    const alias = (await aliases(kms)).find(({ TargetKeyId }) => TargetKeyId === id);
    if (alias) return `${alias.AliasName} names it`;
    const cluster = await clusterEncryptedWith(eks, arn);
    return cluster && `cluster ${cluster} encrypts with it`;
  },
  identity: ["description"],
  async list({ clients: { kms: client }, planned }) {
    const descriptions = new Set(knownValues(planned, "description"));
    const named = new Set((await aliases(client)).map(({ TargetKeyId }) => TargetKeyId));
    const found: Found[] = [];
    for await (const { Keys = [] } of paginateListKeys({ client }, {})) {
      for (const { KeyId } of Keys) {
        const {
          KeyManager,
          KeyState,
          Description = "",
          Arn,
          CreationDate,
        } = await metadataOf(client, KeyId!);
        const isUsable = KeyManager === "CUSTOMER" && KeyState === "Enabled";
        if (!isUsable || !descriptions.has(Description)) continue;
        const tags = await tagsOf(client, KeyId!);
        const attributes = { description: Description };
        found.push({ id: KeyId!, arn: Arn!, tags, phase: "ready", attributes, createdAt: CreationDate });
      }
    }
    // One that has a name is the one that the cluster uses.
    return found.sort((one, other) => Number(named.has(other.id)) - Number(named.has(one.id)));
  },
  async remove({ kms }, { id }) {
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: WAITING_PERIOD_DAYS }));
  },
};

/** Its key decides: the one that a state holds, else by the key's tag where its policy lets that be seen. */
const ALIAS: ResourceKind = {
  type: "aws_kms_alias",
  noun: "KMS alias",
  commands: ({ id, attributes: { target_key_id: key } }) => [
    `kms delete-alias --alias-name ${id}`,
    ...(key ? [`kms schedule-key-deletion --key-id ${String(key)}`] : []),
  ],
  identity: ["name", "target_key_id"],
  async list({ clients: { kms: client }, planned }) {
    const names = new Set<string | undefined>(knownValues(planned, "name"));
    const found: Found[] = [];
    for (const { AliasName, AliasArn, TargetKeyId: key } of await aliases(client)) {
      if (!names.has(AliasName)) continue;
      found.push({
        id: AliasName!,
        arn: AliasArn!,
        tags: key === undefined ? {} : await tagsOf(client, key),
        phase: "ready",
        attributes: { name: AliasName, target_key_id: key ?? null },
        ...(key === undefined
          ? {}
          : {
              partOf: { type: "aws_kms_key", id: key },
              note: `its key ${key} costs money until it is deleted, and what it encrypts is lost then`,
            }),
      });
    }
    return found;
  },
};

/** Keys and their names. */
export const KMS_TYPES: readonly ResourceKind[] = [KEY, ALIAS];

async function aliases(client: KMSClient): Promise<AliasListEntry[]> {
  const found: AliasListEntry[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) found.push(...Aliases);
  return found;
}

/** Keys that do not let the caller look at them are not ours. */
async function metadataOf(kms: KMSClient, KeyId: string): Promise<Partial<KeyMetadata>> {
  return (await unlessDenied(kms.send(new DescribeKeyCommand({ KeyId }))))?.KeyMetadata ?? {};
}

async function tagsOf(kms: KMSClient, KeyId: string): Promise<Tags> {
  const { Tags = [] } = (await unlessDenied(kms.send(new ListResourceTagsCommand({ KeyId })))) ?? {};
  return Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
}

/** The name of a cluster of the region whose secrets a key encrypts. */
async function clusterEncryptedWith(client: EKSClient, keyArn: string): Promise<string | undefined> {
  for await (const { clusters = [] } of paginateListClusters({ client }, {})) {
    for (const name of clusters) {
      const { cluster } = (await unlessMissing(client.send(new DescribeClusterCommand({ name })))) ?? {};
      if (cluster?.encryptionConfig?.some(({ provider }) => provider?.keyArn === keyArn)) return name;
    }
  }
  return undefined;
}
