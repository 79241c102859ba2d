import { CreateServiceLinkedRoleCommand } from "@aws-sdk/client-iam";
import { createRole, eks, emulated } from "../emulated-eks";
import { cluster } from "../ready-made";

describe("an access entry", () => {
  const clusterName = "entered";
  const clusterAdmin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
  let role: string;

  beforeAll(async () => {
    role = await createRole(emulated.clients, "engineer", "ec2");
    await cluster(clusterName);
  });

  it("of a role acts as its session unless a user is named", async () => {
    const { accessEntry } = await eks.createAccessEntry({ clusterName, principalArn: role });
    expect(accessEntry).toMatchObject({
      type: "STANDARD",
      username: "arn:aws:sts::123456789012:assumed-role/engineer/{{SessionName}}",
      kubernetesGroups: [],
    });
    expect(accessEntry?.accessEntryArn).toMatch(
      /^arn:aws:eks:us-east-1:123456789012:access-entry\/entered\/role\/123456789012\/engineer\/[0-9a-f-]{36}$/,
    );
    await eks.updateAccessEntry({ clusterName, principalArn: role, kubernetesGroups: ["viewers"] });
    expect((await eks.describeAccessEntry({ clusterName, principalArn: role })).accessEntry).toMatchObject({
      kubernetesGroups: ["viewers"],
    });
  });

  it("of nodes has EKS's own user and group, and takes no others and no policy", async () => {
    const principalArn = await createRole(emulated.clients, "batch-nodes", "ec2");
    await expect(
      eks.createAccessEntry({ clusterName, principalArn, type: "EC2_LINUX", kubernetesGroups: ["g"] }),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
    const { accessEntry } = await eks.createAccessEntry({ clusterName, principalArn, type: "EC2_LINUX" });
    expect(accessEntry).toMatchObject({
      username: "system:node:{{EC2PrivateDNSName}}",
      kubernetesGroups: ["system:nodes"],
    });
    await expect(
      eks.associateAccessPolicy({
        clusterName,
        principalArn,
        policyArn: clusterAdmin,
        accessScope: { type: "cluster" },
      }),
    ).rejects.toMatchObject({
      message: 'This operation can only be performed on Access Entries with a type of "STANDARD".',
    });
  });

  it("is refused for a service-linked role, for nobody, and twice", async () => {
    const { Role } = await emulated.clients.iam.send(
      new CreateServiceLinkedRoleCommand({ AWSServiceName: "batch.amazonaws.com" }),
    );
    await expect(eks.createAccessEntry({ clusterName, principalArn: Role!.Arn })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message:
        "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
    });
    await expect(
      eks.createAccessEntry({ clusterName, principalArn: "arn:aws:iam::123456789012:role/nobody" }),
    ).rejects.toMatchObject({ message: "The specified principalArn is invalid: invalid principal." });
    await expect(eks.createAccessEntry({ clusterName, principalArn: role })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "The specified access entry resource is already in use on this cluster.",
    });
  });

  it("can be of another account, of which nothing is looked at, but not that of nodes or of another partition", async () => {
    const principalArn = "arn:aws:iam::999988887777:role/partner-viewer";
    const invalid = { message: "The specified principalArn is invalid: invalid principal." };
    await expect(
      eks.createAccessEntry({ clusterName, principalArn, type: "EC2_LINUX" }),
    ).rejects.toMatchObject(invalid);
    for (const wrong of [
      "arn:aws-cn:iam::999988887777:role/partner-viewer",
      "arn:aws:sts::999988887777:assumed-role/partner-viewer/session",
    ])
      await expect(eks.createAccessEntry({ clusterName, principalArn: wrong })).rejects.toMatchObject(
        invalid,
      );
    const { accessEntry } = await eks.createAccessEntry({ clusterName, principalArn });
    expect(accessEntry).toMatchObject({
      type: "STANDARD",
      username: "arn:aws:sts::999988887777:assumed-role/partner-viewer/{{SessionName}}",
    });
    await eks.deleteAccessEntry({ clusterName, principalArn });
  });

  it("can be given policies and be found by them", async () => {
    const accessScope = { type: "namespace" as const, namespaces: ["batch"] };
    await eks.associateAccessPolicy({
      clusterName,
      principalArn: role,
      policyArn: clusterAdmin,
      accessScope,
    });
    const associated = await eks.listAssociatedAccessPolicies({ clusterName, principalArn: role });
    expect(associated.associatedAccessPolicies).toMatchObject([{ policyArn: clusterAdmin, accessScope }]);
    const byPolicy = await eks.listAccessEntries({ clusterName, associatedPolicyArn: clusterAdmin });
    expect(byPolicy.accessEntries).toEqual([role]);
    await eks.disassociateAccessPolicy({ clusterName, principalArn: role, policyArn: clusterAdmin });
    await expect(
      eks.disassociateAccessPolicy({ clusterName, principalArn: role, policyArn: clusterAdmin }),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("is gone when deleted", async () => {
    await eks.deleteAccessEntry({ clusterName, principalArn: role });
    await expect(eks.describeAccessEntry({ clusterName, principalArn: role })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message:
        "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
    });
  });

  it("needs a cluster that counts access entries", async () => {
    await cluster("mapped", { accessConfig: undefined });
    await expect(eks.listAccessEntries({ clusterName: "mapped" })).rejects.toMatchObject({
      name: "InvalidRequestException",
      message:
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    });
  });
});
