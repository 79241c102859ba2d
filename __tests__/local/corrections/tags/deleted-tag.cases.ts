import * as ec2 from "@aws-sdk/client-ec2";
import type { CorrectedAccount } from "../corrected-account";

export function deletedTagCases(account: CorrectedAccount): void {
  test("go with what carried them, and no others", async () => {
    const [gone, kept] = [await account.createVpc(), await account.createVpc()];
    const group = await account.createGroup(kept, "tagged");
    const Tags = [{ Key: "Blueprint", Value: "deleted-tags" }];
    await account.ec2.send(new ec2.CreateTagsCommand({ Resources: [gone, kept, group], Tags }));
    await account.ec2.send(new ec2.DeleteVpcCommand({ VpcId: gone }));
    const tagged = new ec2.DescribeTagsCommand({ Filters: [{ Name: "value", Values: ["deleted-tags"] }] });
    const shown = (await account.ec2.send(tagged)).Tags!.map(({ ResourceId }) => ResourceId);
    expect(shown.sort()).toEqual([kept, group].sort());
  });

  test("name the type of an address as AWS does", async () => {
    const { AllocationId } = await account.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    const Tags = [{ Key: "Blueprint", Value: "address-type" }];
    await account.ec2.send(new ec2.CreateTagsCommand({ Resources: [AllocationId!], Tags }));
    const tagged = new ec2.DescribeTagsCommand({ Filters: [{ Name: "value", Values: ["address-type"] }] });
    expect((await account.ec2.send(tagged)).Tags).toMatchObject([
      { ResourceId: AllocationId, ResourceType: "elastic-ip" },
    ]);
    await account.ec2.send(new ec2.ReleaseAddressCommand({ AllocationId }));
    expect((await account.ec2.send(tagged)).Tags ?? []).toEqual([]);
  });
}
