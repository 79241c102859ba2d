import type { Cause } from "../cause";

const EC2_CODES = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

/** Why Terraform could not work at all: its state and providers, the credentials, the account and what it may do. */
export const FAILED_RUNS: readonly Cause[] = [
  {
    id: "state-locked",
    means: "Another Terraform has the state's lock",
    help: "Somebody else's Terraform works on this stack, or was killed and left its lock: the text above says whose it is. Of a shared state, npm run state:unlock shows and removes the locks.",
    looks: "Error acquiring the state lock: ConditionalCheckFailedException",
    signs: [/acquiring the state lock/i],
    source: "https://developer.hashicorp.com/terraform/language/state/locking",
  },
  {
    id: "plan-stale",
    means: "Somebody changed the state after the plan was made",
    help: "Start again: the next plan begins with what the state has now. Two people at a time need a shared state (state_bucket).",
    looks:
      "Saved plan is stale: The given plan file can no longer be applied because the state was changed by another operation after the plan was created.",
    signs: [/plan is stale/i],
    passes: true,
    source: "https://developer.hashicorp.com/terraform/cli/commands/apply",
  },
  {
    id: "state-not-saved",
    means: "Terraform could not save the state",
    help: "Before anything else, bring the state where it belongs: terraform state push errored.tfstate, in the directory of the stack below cdktf.out/stacks.",
    looks: "Error saving state: failed to upload state: AccessDenied",
    signs: [/(save|saving|persist|upload|write).* state|errored\.tfstate/i],
    source: "https://developer.hashicorp.com/terraform/cli/state/recover",
  },
  {
    id: "state-bucket-missing",
    means: "The bucket of the state does not exist",
    help: "Create the bucket of the state: npm run state:bootstrap",
    looks: "operation error S3: ListObjectsV2, api error NoSuchBucket: The specified bucket does not exist",
    signs: [/NoSuchBucket|S3 bucket .* does not exist/i],
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
  },
  {
    id: "clock",
    means: "This machine's clock is wrong: AWS refuses signatures that are more than five minutes off",
    help: "Set the clock (timedatectl set-ntp true, or that of the host of a virtual machine), then start again.",
    looks:
      "api error RequestTimeTooSkewed: The difference between the request time and the current time is too large.",
    signs: [/RequestTimeTooSkewed|Signature (has )?(expired|not yet current)/i],
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html",
  },
  {
    id: "terraform-version",
    means: "Terraform is too old for the state or the configuration",
    help: "Update Terraform to the version that is named, or newer: https://developer.hashicorp.com/terraform/install.",
    looks:
      "state snapshot was created by Terraform v1.14.0, which is newer than current v1.9.0; upgrade to Terraform v1.14.0 or greater to work with this state",
    signs: [
      /state snapshot was created by Terraform v\S+, which is newer|Unsupported Terraform Core version/,
    ],
    source: "https://developer.hashicorp.com/terraform/language/state",
  },
  {
    id: "lock-file",
    means: "Terraform's lock file of providers does not go with the configuration",
    help: "Remove .terraform.lock.hcl from the directory of the stack below cdktf.out/stacks, then start again.",
    looks:
      "Inconsistent dependency lock file: The following dependency selections recorded in the lock file are inconsistent with the current configuration",
    signs: [/Inconsistent dependency lock file/],
    source: "https://developer.hashicorp.com/terraform/language/files/dependency-lock",
  },
  {
    id: "provider-crashed",
    means: "A provider of Terraform ended while it worked",
    help: "Most often the machine lacks memory (2 GiB free are enough), or something killed it: start again, which goes on where it stopped.",
    looks:
      "Plugin did not respond: The plugin encountered an error, and failed to respond to the plugin.(*GRPCProvider).ApplyResourceChange call.",
    signs: [/Plugin did not respond|plugin crashed|plugin process exited/i],
    source: "https://developer.hashicorp.com/terraform/plugin/debugging",
  },
  {
    id: "provider-inconsistent",
    means: "A provider of Terraform contradicts itself: what it planned is not what came out",
    help: "Start again: the next plan begins with what AWS has now. If it stays so, it is a bug of the provider, which its text asks to report.",
    looks:
      "Provider produced inconsistent final plan: When expanding the plan for aws_eks_addon.x to include new values learned so far during apply",
    signs: [/Provider produced (an )?(inconsistent|invalid)/],
    source: "https://developer.hashicorp.com/terraform/plugin/framework/resources",
  },
  {
    id: "mfa-needed",
    means: "The credentials lack the second factor that is demanded",
    help: "Get a session with it: aws sts get-session-token --serial-number arn:...:mfa/NAME --token-code CODE, or for a role aws sts assume-role with the same two options; export what it answers, then start again.",
    looks:
      "AssumeRoleTokenProviderNotSetError: assume role with MFA enabled, but AssumeRoleTokenProvider session option not set",
    signs: [/AssumeRoleTokenProvider|MultiFactorAuthentication|\bMFA\b/i],
    source: "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html#cli-configure-role-mfa",
  },
  {
    id: "credentials-expired",
    means: "The credentials have expired",
    help: "Log in again (aws sso login, or new access keys), then start again: it goes on where it stopped.",
    looks: "api error ExpiredToken: The security token included in the request is expired",
    signs: [
      /ExpiredToken|RequestExpired|token (included in the request )?(is|has) expired|SSO session .* (expired|invalid)|InvalidGrantException/i,
    ],
    source: `${IAM}/troubleshoot_general.html`,
  },
  {
    id: "credentials-unknown",
    means: "AWS does not know the credentials, or there are none",
    help: "Log in again (aws sso login, or new access keys), then start again. npm run doctor tells which credentials are in use.",
    looks: "api error InvalidClientTokenId: The security token included in the request is invalid",
    signs: [
      /InvalidClientTokenId|no EC2 IMDS role found|failed to refresh cached credentials|no valid credential|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure|No credential sources|InvalidAccessKeyId/i,
    ],
    source: `${IAM}/troubleshoot_general.html`,
  },
  {
    id: "denied-by-scp",
    means: "A policy of the organization denies it",
    help: "No permission in this account helps against a service control policy: ask who runs the organization to allow the action that is named, or use another account or region.",
    looks:
      "AccessDenied: User is not authorized to perform: iam:CreateRole on resource: x with an explicit deny in a service control policy",
    signs: [
      /(explicit deny in an?|no) (\w+ )*(service|resource) control policy/i,
      /organizations? .*den(y|ied)/i,
    ],
    source: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
  },
  {
    id: "denied-by-boundary",
    means: "A permissions boundary denies it",
    help: "The boundary of who deploys must allow the action that is named; where it demands that new roles have a boundary too, this project cannot be deployed by that principal.",
    looks:
      "AccessDenied: User is not authorized to perform: iam:CreateRole on resource: x because no permissions boundary allows the iam:CreateRole action",
    signs: [/permissions? boundary/i],
    source: `${IAM}/access_policies_boundaries.html`,
  },
  {
    id: "account-pending",
    means: "AWS still verifies the account for this region",
    help: "A new account, or one that is new in the region, is verified within minutes to some hours: wait, and start again. Nothing else helps.",
    looks:
      "PendingVerification: Your request for accessing resources in this region is being validated, and you will not be able to launch additional resources in this region until the validation is complete.",
    signs: [/PendingVerification|request for accessing resources in this region is being validated/],
    source: EC2_CODES,
  },
  {
    id: "account-not-subscribed",
    means: "The account may not use the service here",
    help: "Enable the region, or finish the account's sign-up: the console of Billing and of Account tells what is missing.",
    looks:
      "OptInRequired: You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.",
    signs: [
      /OptInRequired|Ec2ServiceNotSubscribed|not subscribed|account is (currently )?(blocked|suspended|not activated)|Blocked: This account/i,
    ],
    source: EC2_CODES,
  },
];
