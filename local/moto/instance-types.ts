import {
  DescribeInstanceTypesCommand,
  type _InstanceType,
  type EC2Client,
  type InstanceTypeInfo,
} from "@aws-sdk/client-ec2";

/** Types do not change while the emulator runs. */
const described = new WeakMap<EC2Client, Map<string, Promise<InstanceTypeInfo[]>>>();

/**
 * The instance types of EC2, as moto knows them, that have a name like one of some patterns.
 *
 * @param patterns such as `m5.large`, `m5.*`
 */
export async function describeInstanceTypes(
  client: EC2Client,
  patterns: readonly string[],
): Promise<InstanceTypeInfo[]> {
  const known = described.get(client) ?? new Map<string, Promise<InstanceTypeInfo[]>>();
  described.set(client, known);
  const answers = patterns.map((pattern) => {
    const answer = known.get(pattern) ?? describe(client, pattern);
    known.set(pattern, answer);
    answer.catch(() => known.delete(pattern));
    return answer;
  });
  const found = (await Promise.all(answers)).flat();
  return [...new Map(found.map((info) => [info.InstanceType, info])).values()];
}

/** How many pods the network interfaces of an instance can give an address to. */
export function maxPodsOf({ NetworkInfo }: InstanceTypeInfo): number {
  const { MaximumNetworkInterfaces: interfaces = 1, Ipv4AddressesPerInterface: addresses = 1 } =
    NetworkInfo ?? {};
  return interfaces * (addresses - 1) + 2;
}

async function describe(client: EC2Client, pattern: string): Promise<InstanceTypeInfo[]> {
  const Filters = [{ Name: "instance-type", Values: [pattern as _InstanceType] }];
  const found: InstanceTypeInfo[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeInstanceTypesCommand({ Filters, NextToken }));
    found.push(...(page.InstanceTypes ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
