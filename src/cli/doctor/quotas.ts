import { DescribeAddressesCommand, paginateDescribeVpcs } from "@aws-sdk/client-ec2";
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { errorName } from "./aws-errors";
import { couldNotCheck, ok, warning, type CheckResult } from "./check";
import { attempt, type Check, type DoctorContext } from "./context";

/** vCPUs of the two m5.large of the managed node group. */
const MANAGED_NODE_VCPUS = 4;

/**
 * Families that the quotas of "Standard" instances count; others, such as GPU instances, have
 * quotas of their own.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
 */
const STANDARD_FAMILY = /^(optimal|default_\w+|[acdhimrtz]\d|im\d|is\d)/;

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

const QUOTAS: readonly QuotaCheck[] = [
  {
    check: "vCPUs On-Demand",
    serviceCode: "ec2",
    quotaCode: "L-1216C47A",
    demand: ({ variables }) => {
      const batch = standardVcpus(variables);
      return {
        needed: batch + MANAGED_NODE_VCPUS,
        because: `aws_batch_max_vcpus (${batch}) and two m5.large (${MANAGED_NODE_VCPUS})`,
      };
    },
  },
  {
    check: "vCPUs Spot",
    serviceCode: "ec2",
    quotaCode: "L-34B43A08",
    demand: ({ variables }) => ({
      needed: standardVcpus(variables),
      because: `aws_batch_max_vcpus (${standardVcpus(variables)})`,
    }),
  },
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
    QUOTAS.map((quota) => attempt(quota.check, () => checkQuota(quota, context))),
  );
  return results.flat();
};

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
      ? "Or lower aws_batch_max_vcpus: jobs beyond the quota stay RUNNABLE until there is room."
      : `Or remove what you no longer need of the ${check} in ${region}.`,
  );
}

/** The value for this account, or AWS's default where the account's was never changed. */
async function valueOf(client: ServiceQuotasClient, quota: QuotaCheck): Promise<number | undefined> {
  const input = { ServiceCode: quota.serviceCode, QuotaCode: quota.quotaCode };
  const own = await unlessUnknown(client.send(new GetServiceQuotaCommand(input)));
  const answer = own ?? (await unlessUnknown(client.send(new GetAWSDefaultServiceQuotaCommand(input))));
  return answer?.Quota?.Value;
}

async function unlessUnknown<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (errorName(error) === "NoSuchResource") return undefined;
    throw error;
  }
}

/** What one environment of AWS Batch may launch of standard instances. */
function standardVcpus(variables: DoctorContext["variables"]): number {
  const isStandard = variables.aws_batch_instance_types.some((type) => STANDARD_FAMILY.test(type));
  return isStandard ? variables.aws_batch_max_vcpus : 0;
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
