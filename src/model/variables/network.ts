import { define } from "./definition";
import { bool, cidr, cidrs, integer } from "./schemas";

/** The VPC and what leaves it. */
export const NETWORK_VARIABLES = {
  num_azs: define({
    type: "number",
    default: 2,
    description: "Availability zones to use, at least 2; each has one public and one private subnet.",
    schema: integer(2),
  }),
  vpc_cidr: define({
    type: "string",
    default: "10.1.0.0/16",
    description: "IPv4 block of the VPC, /16 to /28.",
    schema: cidr,
  }),
  public_subnets: define({
    type: "list(string)",
    default: ["10.1.255.128/26", "10.1.255.192/26"],
    description: "Blocks of the public subnets, one for each zone, for the NAT gateway and load balancers.",
    schema: cidrs,
  }),
  private_subnets: define({
    type: "list(string)",
    default: ["10.1.0.0/17", "10.1.128.0/18"],
    description:
      "Blocks of the private subnets, one for each zone; nodes and pods take their addresses here.",
    schema: cidrs,
  }),
  single_nat_gateway: define<boolean>({
    type: "bool",
    default: true,
    description:
      "Whether all zones share one NAT gateway; false makes one for each, which survives the loss of a zone and costs more.",
    schema: bool,
  }),
  enable_s3_endpoint: define<boolean>({
    type: "bool",
    default: true,
    description:
      "Whether traffic to S3, image layers included, goes through a free gateway endpoint instead of NAT.",
    schema: bool,
  }),
  enable_flow_logs: define<boolean>({
    type: "bool",
    default: false,
    description: "Whether the VPC's traffic is recorded in a log group.",
    schema: bool,
  }),
};
