import { checkManagedPolicies } from "../../../../src/operations/doctor/account/managed-policies";
import { parse } from "../../../support/variables";
import { awsError, context, told } from "../fakes";

async function check(
  region: string,
  isThere: (arn: string) => boolean,
): Promise<{ text: string; asked: string[] }> {
  const asked: string[] = [];
  const GetPolicy = ({ PolicyArn }: { PolicyArn: string }): object => {
    asked.push(PolicyArn);
    if (!isThere(PolicyArn)) throw awsError("NoSuchEntityException");
    return { Policy: { Arn: PolicyArn } };
  };
  const results = await checkManagedPolicies(
    context({ variables: parse({ aws_region: region }), answers: { GetPolicy } }),
  );
  return { text: told(results, "managed policies"), asked };
}

test.each([
  ["us-east-1", "aws", "AmazonEBSCSIDriverPolicyV2"],
  ["cn-north-1", "aws-cn", "service-role/AmazonEBSCSIDriverPolicy"],
  ["us-gov-west-1", "aws-us-gov", "service-role/AmazonEBSCSIDriverPolicy"],
  ["eusc-de-east-1", "aws-eusc", "service-role/AmazonEBSCSIDriverPolicy"],
])("in %s every policy of partition %s is asked for, once", async (region, partition, csi) => {
  const { text, asked } = await check(region, () => true);
  expect(text).toBe(`ok: partition ${partition} has all 8`);
  expect(asked).toContain(`arn:${partition}:iam::aws:policy/${csi}`);
  expect(asked).toContain(`arn:${partition}:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly`);
  expect(new Set(asked).size).toBe(asked.length);
});

test("one that the partition lacks fails before any role is made", async () => {
  const { text } = await check("us-gov-west-1", (arn) => !arn.endsWith("PullOnly"));
  expect(text).toMatch(
    /^failed: AWS has no AmazonEC2ContainerRegistryPullOnly in partition aws-us-gov: installing would fail\n/,
  );
});

test("what may not be asked is no verdict", async () => {
  const answers = { GetPolicy: awsError("AccessDenied", "no") };
  await expect(checkManagedPolicies(context({ answers }))).rejects.toThrow("no");
});
