import { consolePage } from "../../../model/aws-region";
import { unlessDenied } from "../../aws/errors";
import { ENVIRONMENT_TAG } from "../../../model/names";
import type { Found } from "../../resources/found";
import { taggedResources } from "../../resources/network/tagged";
import { ownerOf, type Evidence, type Owner } from "../../resources/ownership";
import { RESOURCE_KINDS } from "../../resources/registry";
import { removalCommands, type ResourceKind } from "../../resources/resource-kind";
import { failed, ok, warning, type CheckResult } from "../check";
import type { Check, DoctorContext } from "../context";
import { importCommands } from "./import-command";
import { NAMED_KINDS, type NamedKind } from "./named-kinds";

/** A check for each kind of leftover, by its name. */
export const LEFTOVER_CHECKS: readonly { readonly name: string; readonly check: Check }[] = NAMED_KINDS.map(
  (named) => ({ name: named.check, check: (context) => checkLeftovers(named, context) }),
);

/**
 * Tells apart what this environment's state owns and what is left over. What is the environment's
 * own does not stop an installation, which takes it into the state; but a cluster or a VPC that no
 * state of this working copy knows lives elsewhere, and stops it.
 */
async function checkLeftovers(named: NamedKind, context: DoctorContext): Promise<CheckResult[]> {
  const { variables, aws, state } = context;
  const kind = RESOURCE_KINDS.find(({ type }) => type === named.type)!;
  const planned = named.wanted(variables);
  if (planned.length === 0) return [];
  const clusterName = variables.eks_cluster_name;
  const listed = await kind.list({ clients: aws, clusterName, planned });
  const found = listed.filter(
    (each) => each.phase !== "leaving" && (named.isNamed?.(each, variables) ?? true),
  );
  const evidence: Evidence = {
    clusterName,
    states: {
      holds: (type, { id, arn }) => state.owns(type, id) || (arn !== undefined && state.owns(type, arn)),
      otherHolder: (type, { id }) =>
        kind.isGlobal && state.ownsInAnyRegion(type, id) ? `${clusterName} in another region` : undefined,
    },
  };
  const strangers = found
    .filter((each) => !evidence.states.holds(kind.type, each))
    .map((each) => ({ found: each, owner: ownerOf(kind, each, evidence) }))
    .filter(({ found: each, owner }) => (named.isTold ?? true) || isTold(kind, each, owner));
  if (strangers.length === 0 && named.isSilent) return [];
  if (strangers.length === 0) {
    const owned = found.some((each) => evidence.states.holds(kind.type, each));
    return [ok(named.check, owned ? "what exists belongs to this environment" : "none is left over")];
  }
  return strangers.map((stranger) => judge(named, kind, stranger, context));
}

/** Everything of EC2 with the environment's tag, once its states are gone. */
export const checkLeftoverTags: Check = async ({ aws, variables }) => {
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const tagged = (await unlessDenied(taggedResources(aws.ec2, clusterName))) ?? [];
  const todo = `Remove it in the console; the tag editor shows all of them: ${tagEditor(region)}`;
  return tagged.map(({ type, id }) =>
    warning("leftover tag", `${type} ${id} carries the tag ${ENVIRONMENT_TAG}=${clusterName}`, todo),
  );
};

/** Where the console finds resources by their tags. */
export function tagEditor(region: string): string {
  return consolePage(region, `resource-groups/tag-editor/find-resources?region=${region}`);
}

/** What has generated names is told only where it may be ours: a role by its tag, others unless they have another's. */
function isTold({ isGlobal }: ResourceKind, { tags }: Found, owner: Owner): boolean {
  return owner.is !== "another's" && (!isGlobal || tags?.[ENVIRONMENT_TAG] !== undefined);
}

interface Stranger {
  readonly found: Found;
  readonly owner: Owner;
}

function judge(
  named: NamedKind,
  kind: ResourceKind,
  { found, owner }: Stranger,
  context: DoctorContext,
): CheckResult {
  const { variables, state } = context;
  const isOurs = found.tags?.[ENVIRONMENT_TAG] === variables.eks_cluster_name;
  const livesElsewhere = isOurs && named.isHeart === true && state.resourceCount === 0;
  const stops = livesElsewhere || (named.blocks(found, variables) && !isOurs);
  const whose =
    owner.is === "another's"
      ? `belongs to environment ${owner.environment}`
      : `is not in this environment's state${isOurs ? " though it carries its tag" : ""}`;
  const consequence = livesElsewhere
    ? ": installing would make all of it a second time"
    : ": installing would fail";
  const note = owner.is === "undecided" && isOurs ? owner.why : found.note;
  const text = `${kind.noun} ${found.name ?? found.id} exists and ${whose}${stops ? consequence : ""}`;
  const todo =
    owner.is === "another's"
      ? [`Leave it alone: set ${named.variable} to another name.`]
      : [...(isOurs ? waysOn(livesElsewhere, context) : []), ...waysOut(kind, found, context)];
  return (stops ? failed : warning)(named.check, note ? `${text}; ${note}` : text, ...todo);
}

function waysOn(livesElsewhere: boolean, { state }: DoctorContext): string[] {
  if (state.resourceCount > 0) return ["./install.sh takes it in when an interrupted run left it."];
  const origin = "Was it installed from another working copy, STATE_ROOT or state_bucket? Go on there";
  return livesElsewhere
    ? [
        `${origin}, or bring its state here: npm run state:move`,
        "Is its state lost? ./install.sh --take-over takes it over here; ./cleanup.sh removes it.",
      ]
    : [`${origin}: ./install.sh would take it over here.`];
}

function waysOut(kind: ResourceKind, found: Found, context: DoctorContext): string[] {
  const { variables, env, findAddress } = context;
  const { id, importId = id, name = id } = found;
  const address = findAddress()(kind.type, name);
  const removal =
    found.use === "elsewhere"
      ? "If no environment of this name lives in another region, remove it: "
      : "Remove it: ";
  return [
    ...oneALine(removal, removalCommands(kind, found, variables.aws_region)),
    ...(address ? oneALine("Or keep it: ", importCommands(env, address, importId)) : []),
  ];
}

function oneALine(purpose: string, [first, ...others]: readonly string[]): string[] {
  return first === undefined ? [] : [purpose + first, ...others.map((command) => `then ${command}`)];
}
