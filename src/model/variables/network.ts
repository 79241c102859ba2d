import { cidrProblem, cidrsOverlap, containsCidr, freeBlocks } from "../cidr";
import type { Variables } from "../variables";
import { define, type VariableProblem, type VariableRule } from "./definition";
import { bool, cidr, cidrs, integer } from "./schemas";

/** The VPC and what leaves it. */
export const NETWORK_VARIABLES = {
  num_azs: define({
    type: "number",
    default: 2,
    example: 3,
    description: "Availability zones to use, at least 2; each has one public and one private subnet.",
    descriptionKo: "사용할 가용 영역 수, 2 이상. 가용 영역마다 퍼블릭 서브넷과 프라이빗 서브넷이 하나씩 있음",
    schema: integer(2),
  }),
  vpc_cidr: define({
    type: "string",
    default: "10.1.0.0/16",
    example: "172.16.0.0/16",
    description: "IPv4 block of the VPC, /16 to /28.",
    descriptionKo: "VPC의 IPv4 블록, /16에서 /28까지",
    schema: cidr,
  }),
  public_subnets: define({
    type: "list(string)",
    default: ["10.1.255.128/26", "10.1.255.192/26"],
    example: ["172.16.252.0/24", "172.16.253.0/24", "172.16.254.0/24"],
    description: "Blocks of the public subnets, one for each zone, for the NAT gateway and load balancers.",
    descriptionKo: "퍼블릭 서브넷의 블록, 가용 영역마다 하나. NAT 게이트웨이와 로드 밸런서용",
    schema: cidrs,
  }),
  private_subnets: define({
    type: "list(string)",
    default: ["10.1.0.0/17", "10.1.128.0/18"],
    example: ["172.16.0.0/18", "172.16.64.0/18", "172.16.128.0/18"],
    description:
      "Blocks of the private subnets, one for each zone; nodes and pods take their addresses here.",
    descriptionKo: "프라이빗 서브넷의 블록, 가용 영역마다 하나. 노드와 파드가 여기에서 주소를 받음",
    schema: cidrs,
  }),
  single_nat_gateway: define<boolean>({
    type: "bool",
    default: true,
    example: false,
    description:
      "Whether all zones share one NAT gateway; false makes one for each, which survives the loss of a zone and costs more.",
    descriptionKo:
      "모든 가용 영역이 NAT 게이트웨이 하나를 같이 쓰는지 여부. false이면 가용 영역마다 하나씩 만들어 가용 영역 하나에 장애가 나도 버티지만 비용이 더 듦",
    schema: bool,
  }),
  enable_s3_endpoint: define<boolean>({
    type: "bool",
    default: true,
    example: false,
    suitsProduction: true,
    description:
      "Whether traffic to S3, image layers included, goes through a free gateway endpoint instead of NAT.",
    descriptionKo: "이미지 레이어를 포함한 S3 트래픽이 NAT 대신 무료 게이트웨이 엔드포인트를 거치는지 여부",
    schema: bool,
  }),
  enable_flow_logs: define<boolean>({
    type: "bool",
    default: false,
    example: true,
    description: "Whether the VPC's traffic is recorded in a log group.",
    descriptionKo: "VPC의 트래픽을 로그 그룹에 기록하는지 여부",
    schema: bool,
  }),
};

interface Subnet {
  readonly variable: "public_subnets" | "private_subnets";
  readonly index: number;
  readonly cidr: string;
}

/** Subnets fit the zones, the VPC and each other. */
export const NETWORK_RULES: readonly VariableRule[] = [
  { reads: ["num_azs", "public_subnets", "private_subnets"], check: subnetCounts },
  { reads: ["vpc_cidr", "public_subnets", "private_subnets"], check: subnetsOutsideVpc },
  { reads: ["public_subnets", "private_subnets"], check: overlappingSubnets },
];

function subnetCounts(variables: Variables): VariableProblem[] {
  const { num_azs, public_subnets, private_subnets } = variables;
  const suggested: string[] = [];
  return (["public_subnets", "private_subnets"] as const)
    .filter((variable) => variables[variable].length !== num_azs)
    .map((variable) => {
      const taken = [...public_subnets, ...private_subnets, ...suggested];
      const more = missingBlocks(variables, variables[variable], taken);
      suggested.push(...more);
      const room =
        more.length === 0
          ? ""
          : `; beside the others there is room for ${more.map((block) => `"${block}"`).join(", ")}`;
      return {
        variable,
        message: `must have one block for each of the num_azs (${num_azs}) zones, got ${variables[variable].length}${room}`,
      };
    });
}

/** No region has more zones. */
const MOST_ZONES = 6;

/** Blocks for the zones that have none yet; none where the VPC has no room for them. */
function missingBlocks(
  { vpc_cidr, num_azs }: Variables,
  own: readonly string[],
  taken: readonly string[],
): string[] {
  const count = num_azs - own.length;
  // The VPC's block may be wrong in itself.
  const isKnown = cidrProblem(String(vpc_cidr)) === undefined && own.length > 0;
  return isKnown && count > 0 && num_azs <= MOST_ZONES ? freeBlocks(vpc_cidr, taken, count, own) : [];
}

function subnetsOf(variables: Variables): Subnet[] {
  return (["public_subnets", "private_subnets"] as const).flatMap((variable) =>
    variables[variable].map((cidr, index) => ({ variable, index, cidr })),
  );
}

function subnetsOutsideVpc(variables: Variables): VariableProblem[] {
  return subnetsOf(variables)
    .filter(({ cidr }) => !containsCidr(variables.vpc_cidr, cidr))
    .map(({ variable, index, cidr }) => ({
      variable,
      message: `[${index}] must lie inside vpc_cidr (${variables.vpc_cidr}), the VPC's only block, got ${cidr}`,
    }));
}

function overlappingSubnets(variables: Variables): VariableProblem[] {
  const subnets = subnetsOf(variables);
  return subnets.flatMap((subnet, position) =>
    subnets
      .slice(0, position)
      .filter((earlier) => cidrsOverlap(earlier.cidr, subnet.cidr))
      .map((earlier) => ({
        variable: subnet.variable,
        message: `[${subnet.index}] must not overlap ${earlier.variable}[${earlier.index}] (${earlier.cidr}), got ${subnet.cidr}`,
      })),
  );
}
