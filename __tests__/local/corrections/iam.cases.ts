import * as iam from "@aws-sdk/client-iam";
import type { CorrectedAccount } from "./corrected-account";

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "ec2:DescribeVpcs", Resource: "*" }],
});
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});

export function iamDeletionCases(account: CorrectedAccount): void {
  const RoleName = "role";
  const InstanceProfileName = "profile";
  let PolicyArn: string;

  beforeAll(async () => {
    await account.iam.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    await account.iam.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName }));
    const { Policy } = await account.iam.send(
      new iam.CreatePolicyCommand({ PolicyName: "policy", PolicyDocument: POLICY }),
    );
    PolicyArn = Policy!.Arn!;
  });

  const conflict = (words: string) => ({
    name: "DeleteConflictException",
    message: expect.stringContaining(words) as string,
    $metadata: { httpStatusCode: 409 },
  });
  const deletePolicy = (arn = PolicyArn) => account.iam.send(new iam.DeletePolicyCommand({ PolicyArn: arn }));
  const deleteRole = () => account.iam.send(new iam.DeleteRoleCommand({ RoleName }));

  test("policy waits until it is attached to nothing, and its role until it has none", async () => {
    await account.iam.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(deletePolicy()).rejects.toMatchObject(conflict("attached to entities"));
    await expect(deleteRole()).rejects.toMatchObject(conflict("must detach all policies first"));
    await account.iam.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
  });

  test("policy waits until it has only its default version", async () => {
    await account.iam.send(
      new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: POLICY, SetAsDefault: true }),
    );
    await expect(deletePolicy()).rejects.toMatchObject(conflict("more than one version"));
    await account.iam.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
    await deletePolicy();
  });

  test("policy that does not exist is answered by moto", async () => {
    await expect(deletePolicy()).rejects.toMatchObject({ name: "NoSuchEntityException" });
  });

  test("instance profile and its role wait for each other", async () => {
    const membership = { RoleName, InstanceProfileName };
    const deleteProfile = () =>
      account.iam.send(new iam.DeleteInstanceProfileCommand({ InstanceProfileName }));
    const removeRole = () => account.iam.send(new iam.RemoveRoleFromInstanceProfileCommand(membership));
    await expect(removeRole()).rejects.toMatchObject({ name: "NoSuchEntityException" });
    await account.iam.send(new iam.AddRoleToInstanceProfileCommand(membership));
    await expect(deleteProfile()).rejects.toMatchObject(
      conflict("must remove roles from instance profile first"),
    );
    await expect(deleteRole()).rejects.toMatchObject(
      conflict("must remove roles from instance profile first"),
    );
    await removeRole();
    await deleteProfile();
    await expect(removeRole()).rejects.toMatchObject({ name: "NoSuchEntityException" });
    await deleteRole();
  });
}
