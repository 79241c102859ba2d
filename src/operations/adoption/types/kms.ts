import {
  DescribeKeyCommand,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
  ScheduleKeyDeletionCommand,
  type AliasListEntry,
  type KMSClient,
} from "@aws-sdk/client-kms";
import type { AdoptableType } from "../adoptable-type";
import { unlessDenied } from "../../aws/errors";
import type { Candidate, Tags } from "../candidate";
import { knownValues } from "../planned-resource";

/** The longest that AWS offers: until then the deletion can be taken back, and it costs nothing. */
const WAITING_PERIOD_DAYS = 30;

const KEY: AdoptableType = {
  type: "aws_kms_key",
  identity: ["description"],
  async list({ clients: { kms: client }, planned }) {
    const descriptions = new Set(knownValues(planned, "description"));
    const named = new Set((await aliases(client)).map(({ TargetKeyId }) => TargetKeyId));
    const found: Candidate[] = [];
    for await (const { Keys = [] } of paginateListKeys({ client }, {})) {
      for (const { KeyId } of Keys) {
        const { KeyManager, KeyState, Description = "", Arn } = await metadataOf(client, KeyId!);
        const isUsable = KeyManager === "CUSTOMER" && KeyState === "Enabled";
        if (!isUsable || !descriptions.has(Description)) continue;
        const tags = await tagsOf(client, KeyId!);
        const attributes = { description: Description };
        found.push({ id: KeyId!, arn: Arn!, tags, phase: "ready", attributes });
      }
    }
    // One that has a name is the one that the cluster uses.
    return found.sort((one, other) => Number(named.has(other.id)) - Number(named.has(one.id)));
  },
  async remove({ kms }, { id }) {
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: WAITING_PERIOD_DAYS }));
  },
};

/** Its key decides: one that the plan can name is in a state. */
const ALIAS: AdoptableType = {
  type: "aws_kms_alias",
  identity: ["name", "target_key_id"],
  async list({ clients: { kms: client }, planned }) {
    const names = new Set<string | undefined>(knownValues(planned, "name"));
    return (await aliases(client))
      .filter(({ AliasName }) => names.has(AliasName))
      .map(({ AliasName, AliasArn, TargetKeyId }) => ({
        id: AliasName!,
        arn: AliasArn!,
        tags: undefined,
        phase: "ready",
        attributes: { name: AliasName, target_key_id: TargetKeyId ?? null },
      }));
  },
};

/** Keys and their names. */
export const KMS_TYPES: readonly AdoptableType[] = [KEY, ALIAS];

async function aliases(client: KMSClient): Promise<AliasListEntry[]> {
  const found: AliasListEntry[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) found.push(...Aliases);
  return found;
}

/** Keys that do not let the caller look at them are not ours. */
async function metadataOf(
  kms: KMSClient,
  KeyId: string,
): Promise<{ KeyManager?: string; KeyState?: string; Description?: string; Arn?: string }> {
  const answer = await unlessDenied(kms.send(new DescribeKeyCommand({ KeyId })));
  return answer?.KeyMetadata ?? {};
}

async function tagsOf(kms: KMSClient, KeyId: string): Promise<Tags> {
  const { Tags = [] } = (await unlessDenied(kms.send(new ListResourceTagsCommand({ KeyId })))) ?? {};
  return Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
}
