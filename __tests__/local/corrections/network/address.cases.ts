import * as ec2 from "@aws-sdk/client-ec2";
import { violation, type CorrectedAccount } from "../corrected-account";

export function addressCases(account: CorrectedAccount): void {
  let VpcId: string;
  let SubnetId: string;
  let InternetGatewayId: string;
  let NatGatewayId: string;
  let address: ec2.Address;

  beforeAll(async () => {
    VpcId = await account.createVpc();
    SubnetId = await account.createSubnet(VpcId);
    const { InternetGateway } = await account.ec2.send(new ec2.CreateInternetGatewayCommand({}));
    InternetGatewayId = InternetGateway!.InternetGatewayId!;
    await account.ec2.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    const { AllocationId } = await account.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    const { NatGateway } = await account.ec2.send(
      new ec2.CreateNatGatewayCommand({ SubnetId, AllocationId }),
    );
    NatGatewayId = NatGateway!.NatGatewayId!;
    address = (await addresses())[0]!;
  });

  async function addresses(): Promise<ec2.Address[]> {
    return (await account.ec2.send(new ec2.DescribeAddressesCommand({}))).Addresses!;
  }
  const detach = () => account.ec2.send(new ec2.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  const release = () =>
    account.ec2.send(new ec2.ReleaseAddressCommand({ AllocationId: address.AllocationId }));
  const deleteNatGateway = () => account.ec2.send(new ec2.DeleteNatGatewayCommand({ NatGatewayId }));

  test("of a NAT gateway is not released", async () => {
    await expect(release()).rejects.toMatchObject({ name: "InvalidIPAddress.InUse" });
  });

  test("of a NAT gateway is not taken away from it", async () => {
    const disassociate = new ec2.DisassociateAddressCommand({ AssociationId: address.AssociationId });
    await expect(account.ec2.send(disassociate)).rejects.toMatchObject({ name: "AuthFailure" });
  });

  test("keeps the internet gateway attached", async () => {
    await expect(detach()).rejects.toMatchObject(violation("has some mapped public address(es)"));
    const attached = new ec2.DeleteInternetGatewayCommand({ InternetGatewayId });
    await expect(account.ec2.send(attached)).rejects.toMatchObject({ name: "DependencyViolation" });
  });

  test("keeps its subnet, through the NAT gateway's network interface", async () => {
    const removal = new ec2.DeleteSubnetCommand({ SubnetId });
    await expect(account.ec2.send(removal)).rejects.toMatchObject(violation("network interface eni-"));
  });

  test("is free, with nothing left in the subnet, once the NAT gateway is deleted", async () => {
    await deleteNatGateway();
    expect((await addresses())[0]).toMatchObject({ AllocationId: address.AllocationId });
    expect((await addresses())[0]!.AssociationId).toBeUndefined();
    const { NetworkInterfaces } = await account.ec2.send(new ec2.DescribeNetworkInterfacesCommand({}));
    expect(NetworkInterfaces).toEqual([]);
    await release();
    expect(await addresses()).toEqual([]);
    await detach();
    await account.ec2.send(new ec2.DeleteSubnetCommand({ SubnetId }));
  });

  test("is none of a NAT gateway that is deleted again or never was", async () => {
    expect((await deleteNatGateway()).NatGatewayId).toBe(NatGatewayId);
    const unknown = new ec2.DeleteNatGatewayCommand({ NatGatewayId: "nat-00000000000000000" });
    await expect(account.ec2.send(unknown)).rejects.toMatchObject({ name: "NatGatewayNotFound" });
  });

  test("of a network interface can be taken away and released", async () => {
    const subnetId = await account.createSubnet(VpcId);
    const { NetworkInterface } = await account.ec2.send(
      new ec2.CreateNetworkInterfaceCommand({ SubnetId: subnetId }),
    );
    const { AllocationId } = await account.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    const { AssociationId } = await account.ec2.send(
      new ec2.AssociateAddressCommand({
        AllocationId,
        NetworkInterfaceId: NetworkInterface!.NetworkInterfaceId,
      }),
    );
    await account.ec2.send(new ec2.DisassociateAddressCommand({ AssociationId }));
    await account.ec2.send(new ec2.ReleaseAddressCommand({ AllocationId }));
    expect(await addresses()).toEqual([]);
  });
}
