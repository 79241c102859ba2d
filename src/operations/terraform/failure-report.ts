import type { TerraformError } from "./terraform";
import type { Diagnostic } from "./terraform-events";

/** Failures that users of such projects meet, and what helps. */
const REMEDIES: readonly { readonly sign: RegExp; readonly remedy: string }[] = [
  {
    sign: /acquiring the state lock/i,
    remedy:
      "Somebody else's Terraform works on this stack, or was killed and left its lock: the text above says whose it is. Of a shared state, npm run state:unlock shows and removes the locks.",
  },
  {
    sign: /(save|persist|upload|write).* state|errored\.tfstate/i,
    remedy:
      "Before anything else, bring the state where it belongs: terraform state push errored.tfstate, in the directory of the stack below cdktf.out/stacks.",
  },
  {
    sign: /NoSuchBucket|S3 bucket .* does not exist/i,
    remedy: "Create the bucket of the state: npm run state:bootstrap",
  },
  {
    sign: /unsupported Kubernetes version|not supported.*version|version.*not supported/i,
    remedy:
      "Set eks_cluster_version to one that the region offers: aws eks describe-cluster-versions --query 'clusterVersions[].[clusterVersion,versionStatus]'",
  },
  {
    sign: /AddressLimitExceeded|VpcLimitExceeded|LimitExceeded|quota/i,
    remedy: "Ask for a higher quota in the console of Service Quotas, or remove what you no longer need.",
  },
  {
    sign: /AccessDenied|UnauthorizedOperation|not authorized to perform/i,
    remedy: "Deploy as a principal that may do this; the message names the action and who was refused.",
  },
  {
    sign: /AlreadyExists|already exists|EntityAlreadyExists|ResourceInUseException/i,
    remedy:
      "Something of this name exists outside this environment's state: remove it, take it in with terraform import, or choose another name in variables.json.",
  },
  {
    sign: /AWSServiceRoleForEC2Spot|spot.*service-linked role/i,
    remedy:
      "Create the role once for the account: aws iam create-service-linked-role --aws-service-name spot.amazonaws.com",
  },
  {
    sign: /connection refused|i\/o timeout|no such host|dial tcp/i,
    remedy:
      "The endpoint was not reached from here. With eks_public_cluster_endpoint false, the Kubernetes API answers only inside the VPC: run this from there, or set it to true.",
  },
  {
    sign: /ExpiredToken|InvalidClientTokenId|no valid credential|UnrecognizedClientException/i,
    remedy: "Log in again (aws sso login, or new access keys), then start again.",
  },
];

/** What a user needs to know of a failed run: what failed, why, what helps, and how to go on. */
export function failureReport(error: TerraformError): string {
  const causes = error.diagnostics.map(describe);
  const { fullDirectory } = error;
  const remedies =
    fullDirectory === undefined
      ? error.diagnostics.flatMap((diagnostic) => remedyFor(diagnostic) ?? [])
      : [`The disk of ${fullDirectory} is full, and nothing else may be wrong: make room.`];
  return [
    error.message,
    // Terraform tells once for each resource that it was stopped.
    ...new Set(causes),
    ...[...new Set(remedies)].map((remedy) => `What may help: ${remedy}`),
    fullDirectory === undefined
      ? "What was done so far is kept in the state; start again to go on from there."
      : "Then start again: what is missing in the state is found in AWS, and taken in.",
    `All that Terraform said: ${error.logFile}`,
  ].join("\n");
}

function describe({ address, summary, detail }: Diagnostic): string {
  return [`${address ? `${address}: ` : ""}${summary}`, detail].filter(Boolean).join("\n");
}

function remedyFor({ summary, detail }: Diagnostic): string | undefined {
  return REMEDIES.find(({ sign }) => sign.test(`${summary} ${detail}`))?.remedy;
}
