import { checkEncryptionKey } from "../../../../src/operations/doctor/deployed/encryption-key";
import { CLUSTER, context, told } from "../fakes";
import { stateOf } from "../states";

const ARN = "arn:aws:kms:us-east-1:111122223333:key/key-1";
const answers = (KeyMetadata: object): object => ({
  DescribeCluster: { cluster: { encryptionConfig: [{ provider: { keyArn: ARN } }] } },
  DescribeKey: { KeyMetadata: { KeyId: "key-1", ...KeyMetadata } },
});
const state = stateOf({ aws_eks_cluster: [{ id: CLUSTER, name: CLUSTER }] });

it("tells of a key that is to be deleted how that is taken back, instead of making another one", async () => {
  const dying = answers({ KeyState: "PendingDeletion", DeletionDate: new Date("2026-12-24T00:00:00Z") });
  const results = await checkEncryptionKey(context({ answers: { ...dying }, state }));
  expect(told(results, "encryption key")).toBe(
    "failed: key-1, with which cluster doeks-aws-batch encrypts, is deleted on 2026-12-24: its secrets are lost then\n" +
      "aws kms cancel-key-deletion --key-id key-1 --region us-east-1\naws kms enable-key --key-id key-1 --region us-east-1",
  );
});

it("tells of a key that is disabled", async () => {
  const results = await checkEncryptionKey(
    context({ answers: { ...answers({ KeyState: "Disabled" }) }, state }),
  );
  expect(told(results, "encryption key")).toMatch(/is disabled\naws kms enable-key --key-id key-1/);
});

it("says nothing of a key that works, and looks at no cluster that is not this environment's", async () => {
  expect(
    await checkEncryptionKey(context({ answers: { ...answers({ KeyState: "Enabled" }) }, state })),
  ).toEqual([]);
  expect(await checkEncryptionKey(context())).toEqual([]);
});
