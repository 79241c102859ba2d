import * as ec2 from "@aws-sdk/client-ec2";
import { REGION } from "../../gateway/started-gateway";
import { violation, type CorrectedAccount } from "../corrected-account";

export function networkDeletionCases(account: CorrectedAccount): void {
  let VpcId: string;

  beforeEach(async () => {
    VpcId = await account.createVpc();
  });

  const deleteVpc = () => account.ec2.send(new ec2.DeleteVpcCommand({ VpcId }));
  const deleteGroup = (GroupId: string) => account.ec2.send(new ec2.DeleteSecurityGroupCommand({ GroupId }));
  const deleteSubnet = (SubnetId: string) => account.ec2.send(new ec2.DeleteSubnetCommand({ SubnetId }));
  async function groupsInVpc(): Promise<string[]> {
    const { SecurityGroups } = await account.ec2.send(
      new ec2.DescribeSecurityGroupsCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
    );
    return SecurityGroups!.map(({ GroupId }) => GroupId!);
  }

  test.each(["in", "out"] as const)(
    "a security group waits for rules (%s) of other groups",
    async (direction) => {
      const group = await account.createGroup(VpcId, "a");
      const other = await account.createGroup(VpcId, "b");
      await account.refer(group, group, direction);
      await account.refer(other, group, direction);
      await expect(deleteGroup(group)).rejects.toMatchObject(
        violation(`resource ${group} has a dependent object`),
      );
      await deleteGroup(other);
      await deleteGroup(group);
      expect(await groupsInVpc()).toHaveLength(1);
    },
  );

  test("a security group waits for network interfaces and for what emulated services hold", async () => {
    const group = await account.createGroup(VpcId, "a");
    account.holders.set(group, ["EKS cluster x"]);
    await expect(deleteGroup(group)).rejects.toMatchObject(violation("held by EKS cluster x"));
    account.holders.clear();
    const SubnetId = await account.createSubnet(VpcId);
    await account.ec2.send(new ec2.CreateNetworkInterfaceCommand({ SubnetId, Groups: [group] }));
    await expect(deleteGroup(group)).rejects.toMatchObject(violation("network interface eni-"));
  });

  test("a VPC's default security group is refused", async () => {
    const [group] = await groupsInVpc();
    await expect(deleteGroup(group!)).rejects.toMatchObject({ name: "CannotDelete" });
  });

  test("a security group that does not exist is answered by moto", async () => {
    await expect(deleteGroup("sg-00000000000000000")).rejects.toMatchObject({
      name: "InvalidGroup.NotFound",
    });
  });

  test("a subnet waits for what emulated services hold", async () => {
    const subnet = await account.createSubnet(VpcId);
    account.holders.set(subnet, ["EKS cluster x"]);
    await expect(deleteSubnet(subnet)).rejects.toMatchObject(
      violation("has dependencies and cannot be deleted."),
    );
    account.holders.clear();
    await deleteSubnet(subnet);
  });

  test("a subnet ends its associations, so that its route table and network ACL can go", async () => {
    const SubnetId = await account.createSubnet(VpcId);
    const { RouteTable } = await account.ec2.send(new ec2.CreateRouteTableCommand({ VpcId }));
    const RouteTableId = RouteTable!.RouteTableId!;
    await account.ec2.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    const deleteTable = () => account.ec2.send(new ec2.DeleteRouteTableCommand({ RouteTableId }));
    await expect(deleteTable()).rejects.toMatchObject({ name: "DependencyViolation" });
    await deleteSubnet(SubnetId);
    await deleteTable();
    await deleteVpc();
    const { NetworkAcls } = await account.gateway.moto
      .clients(REGION)
      .ec2.send(new ec2.DescribeNetworkAclsCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }));
    expect(NetworkAcls).toEqual([]);
  });

  test("a VPC waits for its subnets, security groups, network ACLs, endpoints and internet gateway", async () => {
    const subnet = await account.createSubnet(VpcId);
    await expect(deleteVpc()).rejects.toMatchObject({ name: "DependencyViolation" });
    await deleteSubnet(subnet);

    const group = await account.createGroup(VpcId, "a");
    await expect(deleteVpc()).rejects.toMatchObject(violation(`security group ${group}`));
    await deleteGroup(group);

    const { NetworkAcl } = await account.ec2.send(new ec2.CreateNetworkAclCommand({ VpcId }));
    const NetworkAclId = NetworkAcl!.NetworkAclId!;
    await expect(deleteVpc()).rejects.toMatchObject(violation(`network ACL ${NetworkAclId}`));
    await account.ec2.send(new ec2.DeleteNetworkAclCommand({ NetworkAclId }));

    const { VpcEndpoint } = await account.ec2.send(
      new ec2.CreateVpcEndpointCommand({
        VpcId,
        VpcEndpointType: "Gateway",
        ServiceName: `com.amazonaws.${REGION}.s3`,
      }),
    );
    const VpcEndpointId = VpcEndpoint!.VpcEndpointId!;
    await expect(deleteVpc()).rejects.toMatchObject(violation(`endpoint ${VpcEndpointId}`));
    await account.ec2.send(new ec2.DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));

    const { InternetGateway } = await account.ec2.send(new ec2.CreateInternetGatewayCommand({}));
    const InternetGatewayId = InternetGateway!.InternetGatewayId!;
    await account.ec2.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await expect(deleteVpc()).rejects.toMatchObject(violation(`internet gateway ${InternetGatewayId}`));
    await account.ec2.send(new ec2.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));

    await deleteVpc();
    await expect(deleteVpc()).rejects.toMatchObject({ name: "InvalidVpcID.NotFound" });
  });
}
