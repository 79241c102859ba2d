import * as ec2 from "@aws-sdk/client-ec2";
import { setTimeout as sleep } from "node:timers/promises";
import type { CorrectedAccount } from "../corrected-account";

/** A NAT gateway comes up in its time. */
export function natGatewayCases(account: CorrectedAccount): void {
  test("is pending at first, then available", async () => {
    const SubnetId = await account.createSubnet(await account.createVpc());
    const { AllocationId } = await account.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    const { NatGateway } = await account.ec2.send(
      new ec2.CreateNatGatewayCommand({ SubnetId, AllocationId }),
    );
    const { NatGatewayId } = NatGateway!;
    const state = async (): Promise<string | undefined> => {
      const query = new ec2.DescribeNatGatewaysCommand({ NatGatewayIds: [NatGatewayId!] });
      return (await account.ec2.send(query)).NatGateways?.[0]?.State;
    };
    expect(NatGateway!.State).toBe("pending");
    expect(await state()).toBe("pending");
    while ((await state()) === "pending") await sleep(50);
    expect(await state()).toBe("available");
    await account.ec2.send(new ec2.DeleteNatGatewayCommand({ NatGatewayId }));
    await account.ec2.send(new ec2.ReleaseAddressCommand({ AllocationId }));
  });

  test("is made once when the answer to the first call was lost, and leaves nothing in its subnet", async () => {
    const SubnetId = await account.createSubnet(await account.createVpc());
    const { AllocationId } = await account.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    const create = async (): Promise<string> => {
      const creation = new ec2.CreateNatGatewayCommand({ SubnetId, AllocationId, ClientToken: "same" });
      return (await account.ec2.send(creation)).NatGateway!.NatGatewayId!;
    };
    const NatGatewayId = await create();
    expect(await create()).toBe(NatGatewayId);
    await account.ec2.send(new ec2.DeleteNatGatewayCommand({ NatGatewayId }));
    await account.ec2.send(new ec2.ReleaseAddressCommand({ AllocationId }));
    await account.ec2.send(new ec2.DeleteSubnetCommand({ SubnetId }));
  });
}
