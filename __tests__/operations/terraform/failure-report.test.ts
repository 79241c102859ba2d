import { failureReport } from "../../../src/operations/terraform/failure-report";
import { TerraformError } from "../../../src/operations/terraform/terraform";
import { isTransient } from "../../../src/operations/terraform/events/transient";
import type { Diagnostic } from "../../../src/operations/terraform/events/terraform-events";

function diagnostic(detail: string, summary = "creating EKS Cluster (x)"): Diagnostic {
  return { severity: "error", summary, detail, address: "aws_eks_cluster.this" };
}

function report(...diagnostics: Diagnostic[]): string {
  return failureReport(
    new TerraformError("cluster", "apply", diagnostics, "logs/cluster.log", ["last line"]),
  );
}

it("names the resource, AWS's reason, the log and how to go on", () => {
  const text = report(
    diagnostic("operation error EKS: CreateCluster, StatusCode: 403, AccessDeniedException: no"),
  );
  expect(text).toContain("terraform apply of stack cluster failed.");
  expect(text).toContain("aws_eks_cluster.this: creating EKS Cluster (x)");
  expect(text).toContain("AccessDeniedException: no");
  expect(text).toContain("start again to go on from there");
  expect(text).toContain("logs/cluster.log");
});

it("shows the end of the output when Terraform reported no error of its own", () => {
  expect(report()).toContain("last line");
});

it("says of a full disk that room helps, and nothing of a state that cannot be there", () => {
  const diagnostics = [diagnostic("write errored.tfstate: no space left on device", "Failed to save state")];
  const text = failureReport(
    new TerraformError("cluster", "apply", diagnostics, "logs/cluster.log", [], "state/us-east-1"),
  );
  expect(text).toContain(
    "What may help: The disk of state/us-east-1 is full, and nothing else may be wrong: make room.",
  );
  expect(text).toContain("Then start again: what is missing in the state is found in AWS, and taken in.");
  expect(text).not.toContain("state push");
  expect(text).not.toContain("kept in the state");
});

it.each([
  ["unsupported Kubernetes version 1.29", "eks_cluster_version"],
  ["AddressLimitExceeded: The maximum number of addresses has been reached", "Service Quotas"],
  ["UnauthorizedOperation: You are not authorized to perform this operation", "principal"],
  ["ResourceInUseException: Cluster already exists with name: x", "terraform import"],
  ["dial tcp 10.0.0.1:443: i/o timeout", "eks_public_cluster_endpoint"],
  ["ExpiredToken: The security token included in the request is expired", "Log in again"],
  ["Error acquiring the state lock: PreconditionFailed", "state:unlock"],
  ["Error saving state: failed to upload state: AccessDenied", "state push errored.tfstate"],
  ["api error NoSuchBucket: The specified bucket does not exist", "state:bootstrap"],
  ["The role AWSServiceRoleForEC2Spot does not exist", "create-service-linked-role"],
])("says what may help against %p", (detail, remedy) => {
  expect(report(diagnostic(detail))).toMatch(new RegExp(`What may help: .*${remedy}`));
});

it("tells a Terraform that was killed as that, unless the user stopped it", () => {
  const error = new TerraformError("kubernetes", "apply", [], "x.log", [], undefined, true);
  expect(failureReport(error)).toContain(
    "terraform apply of stack kubernetes was killed.\nWhat may help: Somebody,",
  );
  expect(failureReport(error, true)).not.toContain("What may help");
});

it("names who calls, where the Kubernetes API does not know that", () => {
  const error = new TerraformError("kubernetes", "apply", [diagnostic("Unauthorized")], "x.log", []);
  expect(failureReport(error)).toContain("does not know who deploys: who made the cluster adds");
  error.caller = "arn:aws:iam::111122223333:user/jo";
  expect(failureReport(error)).toMatch(
    /What may help: .*does not know arn:aws:iam::111122223333:user\/jo: .* to eks_admin_principal_arns/,
  );
});

it("offers no remedy where it knows none", () => {
  expect(report(diagnostic("Something new"))).not.toContain("What may help");
});

describe("a failure that may pass by itself", () => {
  it.each([
    "ThrottlingException: Rate exceeded",
    "https response error StatusCode: 503, RequestID: x",
    "read tcp 127.0.0.1:1: connection reset by peer",
    "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
    "InvalidParameterException: The specified principalArn is invalid: invalid principal",
  ])("is %p", (detail) => {
    expect(isTransient([diagnostic(detail)])).toBe(true);
  });

  it.each([
    "StatusCode: 400, InvalidParameterException: unsupported Kubernetes version",
    "ResourceInUseException: Cluster already exists with name: x",
    "AccessDenied: not authorized",
  ])("is not %p", (detail) => {
    expect(isTransient([diagnostic(detail)])).toBe(false);
  });

  it("is none when only one of two errors is", () => {
    expect(isTransient([diagnostic("Rate exceeded"), diagnostic("AccessDenied")])).toBe(false);
  });

  it("is none without an error", () => {
    expect(isTransient([])).toBe(false);
  });
});

describe("after the user stopped the run", () => {
  const dropped = (address: string): Diagnostic => ({
    ...{ severity: "error", summary: "creating EC2 VPC", detail: "waiting: context canceled", address },
  });
  const told = (...diagnostics: Diagnostic[]): string =>
    failureReport(new TerraformError("cluster", "apply", diagnostics, "logs/cluster.log", []), true);

  it("names what was under way in a line, and tells no failure", () => {
    expect(told(dropped("aws_vpc.vpc_6776A399"), dropped("aws_kms_key.key_6776A399")).split("\n")).toEqual([
      "Stopped, as you asked; this was under way:",
      "stack cluster: aws_vpc.vpc, aws_kms_key.key",
      "What was done so far is kept in the state; start again to go on from there.",
      "All that Terraform said: logs/cluster.log",
    ]);
  });

  it("still tells what failed by itself", () => {
    const text = told(dropped("aws_vpc.vpc_6776A399"), diagnostic("DependencyViolation: held by x"));
    expect(text).toContain("aws_eks_cluster.this: creating EKS Cluster (x)\nDependencyViolation: held by x");
    expect(text).not.toContain("context canceled");
  });
});
