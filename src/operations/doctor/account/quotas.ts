import { DescribeAddressesCommand, paginateDescribeVpcs } from "@aws-sdk/client-ec2";
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { batchCapacities, type BatchCapacity } from "../../../model/batch-capacity";
import { MANAGED_NODE_TYPE, MANAGED_NODE_VCPUS } from "../../../model/facts/eks";
import { VCPU_QUOTAS } from "../../../model/facts/quotas";
import type { Variables } from "../../../model/variables";
import { unlessMissing } from "../../aws/errors";
import { couldNotCheck, ok, warning, type CheckResult } from "../check";
import { attempt, type Check, type DoctorContext } from "../context";

interface Demand {
  readonly needed: number;
  /** How the number comes about. */
  readonly because: string;
}

interface QuotaCheck {
  readonly check: string;
  readonly serviceCode: "ec2" | "vpc";
  readonly quotaCode: string;
  demand(context: DoctorContext): Promise<Demand> | Demand;
}

const CAPACITY_TYPES = [
  { type: "EC2", title: "On-Demand" },
  { type: "SPOT", title: "Spot" },
] as const;

/** A quota for each kind of instances that the environments may launch; of standard ones always. */
function vcpuQuotas(variables: Variables): QuotaCheck[] {
  return Object.entries(VCPU_QUOTAS).flatMap(([family, { pattern, codes }]) =>
    CAPACITY_TYPES.flatMap(({ type, title }) => {
      const wanted = batchCapacities(variables).filter(
        (capacity) => capacity.type === type && capacity.instanceTypes.some((name) => pattern.test(name)),
      );
      const isStandard = family === "standard";
      if (wanted.length === 0 && !isStandard) return [];
      const check = `vCPUs ${title}${isStandard ? "" : ` ${family}`}`;
      const demand = (): Demand =>
        vcpuDemand(wanted, isStandard && type === "EC2" ? 2 * MANAGED_NODE_VCPUS : 0);
      const quotaCode = codes[type];
      return quotaCode === undefined ? [] : [{ check, serviceCode: "ec2" as const, quotaCode, demand }];
    }),
  );
}

/** What the environments may launch at most, and the managed nodes. */
function vcpuDemand(capacities: readonly BatchCapacity[], managed: number): Demand {
  const parts = capacities.map(({ title, maxVcpus }) => ({
    text: `${title} (${maxVcpus})`,
    vcpus: maxVcpus,
  }));
  if (managed > 0) parts.push({ text: `two ${MANAGED_NODE_TYPE} (${managed})`, vcpus: managed });
  return {
    needed: parts.reduce((sum, { vcpus }) => sum + vcpus, 0),
    because: parts.map(({ text }) => text).join(", ") || "no environment launches such instances",
  };
}

const QUOTAS: readonly QuotaCheck[] = [
  {
    check: "Elastic IPs",
    serviceCode: "ec2",
    quotaCode: "L-0263D0A3",
    demand: async ({ aws, state, variables }) => {
      const { Addresses = [] } = await aws.ec2.send(new DescribeAddressesCommand({}));
      return more(Addresses.length, state.countOf("aws_eip"), natGateways(variables));
    },
  },
  {
    check: "VPCs",
    serviceCode: "vpc",
    quotaCode: "L-F678F1CE",
    demand: async ({ aws, state }) => {
      let count = 0;
      for await (const { Vpcs = [] } of paginateDescribeVpcs({ client: aws.ec2 }, {})) count += Vpcs.length;
      return more(count, state.countOf("aws_vpc"), 1);
    },
  },
];

/** Whether the account's quotas leave room for the environment. Others' use of vCPUs is not counted. */
export const checkQuotas: Check = async (context) => {
  const results = await Promise.all(
    [...vcpuQuotas(context.variables), ...QUOTAS].map((quota) =>
      attempt(quota.check, () => checkQuota(quota, context)),
    ),
  );
  return [...results.flat(), ...withoutQuota(context.variables)];
};

/** Instances of which no quota is known here, so that nobody takes silence for enough. */
function withoutQuota(variables: Variables): CheckResult[] {
  return CAPACITY_TYPES.flatMap(({ type, title }) => {
    const types = batchCapacities(variables)
      .filter((capacity) => capacity.type === type)
      .flatMap(({ instanceTypes }) => instanceTypes)
      .filter(
        (name) => !Object.values(VCPU_QUOTAS).some(({ pattern, codes }) => codes[type] && pattern.test(name)),
      );
    const names = [...new Set(types)].join(", ");
    return names === "" ? [] : [couldNotCheck(`vCPUs ${title}`, `no quota is known for ${names}`)];
  });
}

async function checkQuota(quota: QuotaCheck, context: DoctorContext): Promise<CheckResult[]> {
  const [value, demand] = await Promise.all([valueOf(context.aws.quotas, quota), quota.demand(context)]);
  return [judgeQuota(quota, value, demand, context.variables.aws_region)];
}

export function judgeQuota(
  { check, serviceCode, quotaCode }: Pick<QuotaCheck, "check" | "serviceCode" | "quotaCode">,
  value: number | undefined,
  { needed, because }: Demand,
  region: string,
): CheckResult {
  if (value === undefined) return couldNotCheck(check, `Service Quotas does not know ${quotaCode} here`);
  if (value >= needed) return ok(check, `${value} allowed, ${needed} wanted: ${because}`);
  return warning(
    check,
    `${value} allowed, ${needed} wanted: ${because}`,
    `Ask for more, which may take a day: aws service-quotas request-service-quota-increase --service-code ${serviceCode} --quota-code ${quotaCode} --desired-value ${needed} --region ${region}`,
    check.startsWith("vCPUs")
      ? "Or lower aws_batch_max_vcpus, or max_vcpus of the environment: jobs beyond the quota stay RUNNABLE until there is room."
      : `Or remove what you no longer need of the ${check} in ${region}.`,
  );
}

/** The value for this account, or AWS's default where the account's was never changed. */
async function valueOf(client: ServiceQuotasClient, quota: QuotaCheck): Promise<number | undefined> {
  const input = { ServiceCode: quota.serviceCode, QuotaCode: quota.quotaCode };
  const own = await unlessMissing(client.send(new GetServiceQuotaCommand(input)));
  const answer = own ?? (await unlessMissing(client.send(new GetAWSDefaultServiceQuotaCommand(input))));
  return answer?.Quota?.Value;
}

/** NAT gateways, each with an address; AWS allows five a zone, of which the environment takes one. */
function natGateways({ single_nat_gateway, num_azs }: DoctorContext["variables"]): number {
  return single_nat_gateway ? 1 : num_azs;
}

/** @param owned how many of those in use the environment has */
function more(inUse: number, owned: number, wanted: number): Demand {
  const missing = Math.max(wanted - owned, 0);
  if (missing === 0) return { needed: inUse, because: `${inUse} in use, this environment's among them` };
  const forThis = missing === 1 ? "one" : missing;
  return {
    needed: inUse + missing,
    because: `${inUse} in use and ${forThis}${owned > 0 ? " more" : ""} for this environment`,
  };
}
