import { found, SUFFIX, TAG_LIST as LIST, type FoundType } from "./found-type";

const rule = (IsEgress: boolean, rest: object): object => ({
  SecurityGroupRules: [{ SecurityGroupRuleId: "sgr-1", GroupId: "sg-1", IsEgress, ...rest }],
});

/** One of each type of EC2 that is imported, with the import id of hashicorp/aws 5.100.0. */
export const FOUND_EC2_TYPES: readonly FoundType[] = [
  found(
    "aws_vpc",
    { cidr_block: "10.1.0.0/16" },
    { DescribeVpcs: { Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.1.0.0/16", Tags: LIST }] } },
    "vpc-1",
  ),
  found(
    "aws_subnet",
    { vpc_id: "vpc-1", cidr_block: "10.1.0.0/24", availability_zone: "us-east-1a" },
    {
      DescribeSubnets: {
        Subnets: [
          {
            SubnetId: "subnet-1",
            VpcId: "vpc-1",
            CidrBlock: "10.1.0.0/24",
            AvailabilityZone: "us-east-1a",
            Tags: LIST,
          },
        ],
      },
    },
    "subnet-1",
  ),
  found(
    "aws_internet_gateway",
    { vpc_id: "vpc-1" },
    { DescribeInternetGateways: { InternetGateways: [{ InternetGatewayId: "igw-1", Tags: LIST }] } },
    "igw-1",
  ),
  found(
    "aws_route_table",
    { vpc_id: "vpc-1" },
    { DescribeRouteTables: { RouteTables: [{ RouteTableId: "rtb-1", VpcId: "vpc-1", Tags: LIST }] } },
    "rtb-1",
  ),
  found(
    "aws_security_group",
    { name_prefix: "doeks-node-", vpc_id: "vpc-1" },
    {
      DescribeSecurityGroups: {
        SecurityGroups: [{ GroupId: "sg-1", GroupName: `doeks-node-${SUFFIX}`, VpcId: "vpc-1", Tags: LIST }],
      },
    },
    "sg-1",
  ),
  found(
    "aws_vpc_security_group_ingress_rule",
    {
      security_group_id: "sg-1",
      ip_protocol: "tcp",
      from_port: 53,
      to_port: 53,
      referenced_security_group_id: "sg-2",
    },
    {
      DescribeSecurityGroupRules: rule(false, {
        IpProtocol: "tcp",
        FromPort: 53,
        ToPort: 53,
        ReferencedGroupInfo: { GroupId: "sg-2" },
      }),
    },
    "sgr-1",
  ),
  found(
    "aws_vpc_security_group_egress_rule",
    { security_group_id: "sg-1", ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
    {
      DescribeSecurityGroupRules: rule(true, {
        IpProtocol: "-1",
        FromPort: -1,
        ToPort: -1,
        CidrIpv4: "0.0.0.0/0",
      }),
    },
    "sgr-1",
  ),
  found(
    "aws_eip",
    {},
    { DescribeAddresses: { Addresses: [{ AllocationId: "eipalloc-1", Tags: LIST }] } },
    "eipalloc-1",
  ),
  found(
    "aws_nat_gateway",
    { subnet_id: "subnet-1", allocation_id: "eipalloc-1" },
    {
      DescribeNatGateways: {
        NatGateways: [
          {
            NatGatewayId: "nat-1",
            SubnetId: "subnet-1",
            NatGatewayAddresses: [{ AllocationId: "eipalloc-1" }],
            State: "available",
            Tags: LIST,
          },
        ],
      },
    },
    "nat-1",
  ),
  found(
    "aws_route",
    { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" },
    {
      DescribeRouteTables: {
        RouteTables: [
          {
            RouteTableId: "rtb-1",
            Routes: [
              { DestinationCidrBlock: "10.1.0.0/16", Origin: "CreateRouteTable" },
              { DestinationCidrBlock: "0.0.0.0/0", Origin: "CreateRoute" },
            ],
          },
        ],
      },
    },
    "rtb-1_0.0.0.0/0",
  ),
  found(
    "aws_route_table_association",
    { route_table_id: "rtb-1", subnet_id: "subnet-1" },
    {
      DescribeRouteTables: {
        RouteTables: [
          {
            RouteTableId: "rtb-1",
            Associations: [{ RouteTableAssociationId: "rtbassoc-1", SubnetId: "subnet-1" }],
          },
        ],
      },
    },
    "subnet-1/rtb-1",
  ),
  found(
    "aws_launch_template",
    { name_prefix: "default-" },
    {
      DescribeLaunchTemplates: {
        LaunchTemplates: [{ LaunchTemplateId: "lt-1", LaunchTemplateName: `default-${SUFFIX}`, Tags: LIST }],
      },
    },
    "lt-1",
  ),
  found(
    "aws_vpc_endpoint",
    { vpc_id: "vpc-1", service_name: "com.amazonaws.us-east-1.s3" },
    {
      DescribeVpcEndpoints: {
        VpcEndpoints: [
          {
            VpcEndpointId: "vpce-1",
            VpcId: "vpc-1",
            ServiceName: "com.amazonaws.us-east-1.s3",
            State: "available",
            Tags: LIST,
          },
        ],
      },
    },
    "vpce-1",
  ),
  found(
    "aws_flow_log",
    { vpc_id: "vpc-1", log_destination: "arn:aws:logs:us-east-1:1:log-group:/aws/vpc/doeks/flow-logs" },
    {
      DescribeFlowLogs: {
        FlowLogs: [
          {
            FlowLogId: "fl-1",
            ResourceId: "vpc-1",
            LogDestination: "arn:aws:logs:us-east-1:1:log-group:/aws/vpc/doeks/flow-logs",
            Tags: LIST,
          },
        ],
      },
    },
    "fl-1",
  ),
];
