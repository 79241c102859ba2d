import { failed, ok, warning, type CheckResult } from "../check";
import type { DoctorContext } from "../context";
import { addressesOf } from "./addresses";
import { importCommand } from "./import-command";

/** Something in AWS that has a name of this environment. */
export interface Candidate {
  /** Type in Terraform. */
  readonly type: string;
  readonly name: string;
  /** What `terraform import` takes. @default - the name */
  readonly importId?: string;
  /** Value of its tag `ENVIRONMENT_TAG`: the environment that made it. @default - untagged */
  readonly blueprint?: string | undefined;
  /** Whether installing fails because of it; names that are generated never collide. */
  readonly blocks: boolean;
  /** Commands that remove it, to be run one after the other. */
  readonly remove: readonly string[];
  /** What else there is to know of it, as the end of a sentence. @default - nothing */
  readonly note?: string;
}

export interface LeftoverKind {
  readonly check: string;
  /** Such as `cluster`. */
  readonly noun: string;
  /** Variable to change in order to leave it alone. */
  readonly variable: "eks_cluster_name" | "aws_batch_doeks_ce_name" | "aws_batch_doeks_jq_name";
}

type Surroundings = Pick<DoctorContext, "env" | "variables" | "state">;

/**
 * Tells apart what this environment's state owns and what is left over. What carries the
 * environment's own tag does not stop an installation, which takes it into the state.
 */
export function judgeLeftovers(
  kind: LeftoverKind,
  candidates: readonly Candidate[],
  context: Surroundings,
): CheckResult[] {
  const strangers = candidates.filter(
    ({ type, name, importId = name }) =>
      !context.state.owns(type, name) && !context.state.owns(type, importId),
  );
  if (strangers.length === 0) {
    const found = candidates.length > 0 ? "what exists belongs to this environment" : "none is left over";
    return [ok(kind.check, found)];
  }
  return strangers.map((stranger) => judge(kind, stranger, context));
}

function judge(kind: LeftoverKind, stranger: Candidate, context: Surroundings): CheckResult {
  const { name, blueprint, blocks, note } = stranger;
  const cluster = context.variables.eks_cluster_name;
  const isOthers = blueprint !== undefined && blueprint !== cluster;
  const isOurs = blueprint === cluster;
  const stops = blocks && !isOurs;
  const owner = isOthers
    ? `belongs to environment ${blueprint}`
    : `is not in this environment's state${isOurs ? " though it carries its tag" : ""}`;
  const found = `${kind.noun} ${name} exists and ${owner}${stops ? ": installing would fail" : ""}`;
  const todo = isOthers
    ? [`Leave it alone: set ${kind.variable} to another name.`]
    : [...(isOurs ? [adoption(context)] : []), ...waysOut(stranger, context)];
  return (stops ? failed : warning)(kind.check, note ? `${found}; ${note}` : found, ...todo);
}

function adoption({ state }: Surroundings): string {
  return state.resourceCount > 0
    ? "./install.sh takes it in when an interrupted run left it."
    : "Was it installed from another working copy, STATE_ROOT or state_bucket? Go on there: ./install.sh would take it over here.";
}

function waysOut({ type, name, importId = name, remove }: Candidate, context: Surroundings): string[] {
  const address = addressesOf(context.variables)(type, name);
  return [
    `Remove it: ${remove.join(" && ")}`,
    ...(address ? [`Or keep it: ${importCommand(context.env, address, importId)}`] : []),
  ];
}
