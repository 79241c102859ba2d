import { paginateDescribeInstanceTypeOfferings, type EC2Client } from "@aws-sdk/client-ec2";
import { batchCapacities } from "../../../model/batch-capacity";
import { MANAGED_NODE_TYPE } from "../../../model/facts/eks";
import { FAMILY_CHOICES } from "../../../model/facts/instances";
import { couldNotCheck, failed, ok, warning, type CheckResult } from "../check";
import { isRehearsal, type Check } from "../context";
import { zonesForEks } from "./zones";

const CHECK = "instance types";

/** Families that EC2 offers and AWS Batch does not take: those that earn credits, and those for macOS. */
const NOT_OF_BATCH = /^(t\d\w*|mac\d[\w-]*)(\.|$)/;

/** Zones that offer each instance type. */
export type Offerings = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether the zones of the environment have the instance types of the variables, before anything is made. */
export const checkInstanceTypes: Check = async ({ aws, env, variables }) => {
  const types = [...new Set(batchCapacities(variables).flatMap(({ instanceTypes }) => instanceTypes))];
  const zones = (await zonesForEks(aws.ec2)).slice(0, variables.num_azs);
  const named = types.filter((type) => !(type in FAMILY_CHOICES));
  const offerings = await offeringsOf(aws.ec2, [...named, MANAGED_NODE_TYPE], zones);
  if (offerings.size === 0 && isRehearsal(env))
    return named.length === 0
      ? [judgeInstanceTypes(types, zones, offerings, variables.aws_region)]
      : [couldNotCheck(CHECK, `the emulated EC2 does not tell which zones have ${named.join(", ")}`)];
  return [
    judgeInstanceTypes(types, zones, offerings, variables.aws_region),
    ...judgeManagedNodes(zones, zonesOf(MANAGED_NODE_TYPE, offerings)),
  ];
};

/** The type of the managed nodes, which no variable chooses. @returns nothing while every zone has it */
function judgeManagedNodes(zones: readonly string[], found: ReadonlySet<string>): CheckResult[] {
  const lacking = zones.filter((zone) => !found.has(zone));
  if (lacking.length === 0) return [];
  const verdict = lacking.length === zones.length ? failed : warning;
  return [
    verdict(
      "managed nodes",
      `${MANAGED_NODE_TYPE}, on which the add-ons run, is not in ${lacking.join(", ")}`,
      "No variable chooses it: another aws_region has it, or change MANAGED_NODE_TYPE in src/model/facts/eks.ts to a type of x86 that these zones have.",
    ),
  ];
}

export function judgeInstanceTypes(
  types: readonly string[],
  zones: readonly string[],
  offerings: Offerings,
  region: string,
): CheckResult {
  const named = types.filter((type) => !(type in FAMILY_CHOICES));
  const refused = named.filter((type) => NOT_OF_BATCH.test(type));
  const missing = named.filter((type) => !refused.includes(type) && zonesOf(type, offerings).size === 0);
  const partial = named.filter((type) => {
    const found = zonesOf(type, offerings);
    return !refused.includes(type) && found.size > 0 && zones.some((zone) => !found.has(zone));
  });
  const correct =
    "Correct aws_batch_instance_types, aws_batch_gpu_instance_types or instance_types of the environment in variables.json: " +
    `aws ec2 describe-instance-type-offerings --location-type availability-zone --region ${region} lists what there is.`;
  const wrong = [
    ...(refused.length > 0 ? [`AWS Batch takes no ${refused.join(", ")}`] : []),
    ...(missing.length > 0 ? [`none of ${zones.join(", ")} has ${missing.join(", ")}`] : []),
  ];
  if (wrong.length > 0) return failed(CHECK, wrong.join("; "), correct);
  const lacking = partial.map((type) => {
    const found = zonesOf(type, offerings);
    return `${type} is not in ${zones.filter((zone) => !found.has(zone)).join(", ")}`;
  });
  return lacking.length > 0
    ? warning(
        CHECK,
        lacking.join("; "),
        "Nodes of that type start in the other zones only; other types beside it help.",
      )
    : ok(CHECK, `${types.join(", ")} in ${zones.join(", ")}`);
}

/** Zones that have a type, or any type of a family. */
function zonesOf(type: string, offerings: Offerings): ReadonlySet<string> {
  if (type.includes(".")) return offerings.get(type) ?? new Set();
  const ofFamily = [...offerings].filter(([name]) => name.startsWith(`${type}.`));
  return new Set(ofFamily.flatMap(([, zones]) => [...zones]));
}

async function offeringsOf(
  client: EC2Client,
  types: readonly string[],
  zones: readonly string[],
): Promise<Offerings> {
  const offerings = new Map<string, Set<string>>();
  const pages = paginateDescribeInstanceTypeOfferings(
    { client },
    {
      LocationType: "availability-zone",
      Filters: [
        { Name: "location", Values: [...zones] },
        { Name: "instance-type", Values: types.map((type) => (type.includes(".") ? type : `${type}.*`)) },
      ],
    },
  );
  for await (const { InstanceTypeOfferings = [] } of pages) {
    for (const { InstanceType, Location } of InstanceTypeOfferings) {
      const known = offerings.get(InstanceType!) ?? new Set();
      offerings.set(InstanceType!, known.add(Location!));
    }
  }
  return offerings;
}
