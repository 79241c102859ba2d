import { eks } from "./emulated-eks";
import { cluster, nodegroup } from "./ready-made";

describe("tags", () => {
  it("can be put on and taken off everything that has an ARN", async () => {
    await cluster("tagged");
    await nodegroup("tagged", "a-node-group-with-a-name-as-long-as-terraform-makes-them-000001");
    await eks.createAddon({ clusterName: "tagged", addonName: "vpc-cni" });
    const [entry] = (await eks.listAccessEntries({ clusterName: "tagged" })).accessEntries!;
    const arns = [
      (await eks.describeCluster({ name: "tagged" })).cluster!.arn,
      (
        await eks.describeNodegroup({
          clusterName: "tagged",
          nodegroupName: "a-node-group-with-a-name-as-long-as-terraform-makes-them-000001",
        })
      ).nodegroup!.nodegroupArn,
      (await eks.describeAddon({ clusterName: "tagged", addonName: "vpc-cni" })).addon!.addonArn,
      (await eks.describeAccessEntry({ clusterName: "tagged", principalArn: entry })).accessEntry!
        .accessEntryArn,
    ];
    for (const resourceArn of arns) {
      await eks.tagResource({ resourceArn, tags: { a: "1", b: "2", "c/d": "3" } });
      await eks.untagResource({ resourceArn, tagKeys: ["a", "c/d"] });
      expect((await eks.listTagsForResource({ resourceArn })).tags).toEqual({ b: "2" });
    }
    await expect(
      eks.listTagsForResource({ resourceArn: "arn:aws:eks:us-east-1:123456789012:cluster/nowhere" }),
    ).rejects.toMatchObject({ name: "NotFoundException" });
  });
});
