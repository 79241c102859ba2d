import { JobServiceAccount } from "../../../src/constructs/kubernetes/job-service-account";
import { synthesizeStack } from "../../support/synthesize";

const account = synthesizeStack((scope) => {
  new JobServiceAccount(scope, "job", { namespace: "ml-jobs", roleName: "reader", roleArn: "arn:role" });
}).resource("job/service-account");

it("has our label, and names the role for which EKS gives its pods a token", () =>
  expect(account.metadata).toEqual({
    name: "job-reader",
    namespace: "ml-jobs",
    labels: { "app.kubernetes.io/part-of": "aws-batch-on-eks" },
    annotations: { "eks.amazonaws.com/role-arn": "arn:role" },
  }));

it("gives jobs no token for the Kubernetes API", () =>
  expect(account.automount_service_account_token).toBe(false));
