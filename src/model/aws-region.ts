/** The partitions of AWS that this project deploys to. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc";

const PARTITIONS: readonly { readonly partition: Partition; readonly regions: RegExp }[] = [
  { partition: "aws-cn", regions: /^cn-(north|northwest)-\d$/ },
  { partition: "aws-us-gov", regions: /^us-gov-(east|west)-\d$/ },
  // The AWS European Sovereign Cloud, with one region since January 2026.
  { partition: "aws-eusc", regions: /^eusc-de-(east|west|north|south|central)-\d$/ },
  {
    partition: "aws",
    regions:
      /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|east|north|northeast|northwest|south|southeast|southwest|west)-\d$/,
  },
];

/**
 * The partition of a region, by the pattern of its name.
 *
 * @returns undefined for a name that no region can have
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function partitionOf(region: string): Partition | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region))?.partition;
}

/** What the name of a region must be, for one that is none of those partitions'. */
export function regionRule(name: string): string {
  return /^(us|eu)-iso[a-z]?-/.test(name)
    ? `must be a region of the partitions ${PARTITIONS.map(({ partition }) => partition).join(", ")}: others cannot be deployed to`
    : "must be the name of an AWS region, such as eu-west-1";
}

const HOME_REGIONS: Readonly<Record<Partition, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-eusc": "eusc-de-east-1",
};

/** Read on 2026-11-26. @see https://docs.aws.amazon.com/general/latest/gr/rande.html */
const CONSOLES: Readonly<Record<Partition, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-eusc": "console.amazonaws-eusc.eu",
};

/** A region of the same partition that is enabled in every account. */
export function homeRegion(region: string): string {
  return HOME_REGIONS[partitionOf(region) ?? "aws"];
}

/** A page of a region's console. @param page path and query without a slash before it */
export function consolePage(region: string, page: string): string {
  return `https://${region}.${CONSOLES[partitionOf(region) ?? "aws"]}/${page}`;
}
