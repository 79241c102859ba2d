import * as ec2 from "@aws-sdk/client-ec2";
import type { CorrectedAccount } from "../corrected-account";

/** Rules of a network ACL. */
export function networkAclCases(account: CorrectedAccount): void {
  test("is deleted once, and not found again", async () => {
    const vpcId = await account.createVpc();
    const { NetworkAcls } = await account.ec2.send(
      new ec2.DescribeNetworkAclsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
    );
    const { NetworkAclId } = NetworkAcls![0]!;
    const deletion = { NetworkAclId: NetworkAclId!, RuleNumber: 100, Egress: false };
    await account.ec2.send(new ec2.DeleteNetworkAclEntryCommand(deletion));
    await expect(account.ec2.send(new ec2.DeleteNetworkAclEntryCommand(deletion))).rejects.toMatchObject({
      name: "InvalidNetworkAclEntry.NotFound",
    });
    // The one of the other direction is still there.
    await account.ec2.send(new ec2.DeleteNetworkAclEntryCommand({ ...deletion, Egress: true }));
  });
}
