import type { Cause } from "../cause";

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

/** What AWS refused a job, or the job could not ask for, as the end of its own log tells. */
export const REFUSED_CALLS: readonly Cause[] = [
  {
    id: "call-denied",
    means: "A policy denies what the job asked AWS for",
    help: "No line of variables.json helps against a denial: the text tells which kind of policy it is (a bucket's, an endpoint's, the organization's). Whoever owns that has to let the role {role|of the job} do {action|what is named}.",
    looks:
      "An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: s3:PutObject with an explicit deny in a resource-based policy",
    signs: [
      /(perform: (?<action>[\w-]+:\w+).{0,2000})?(with an explicit deny|because no (VPC endpoint|resource-based|session|service control|resource control) policy allows|because no permissions boundary allows)/,
    ],
    strength: "pattern",
    source: `${IAM}/troubleshoot_access-denied.html`,
  },
  {
    id: "key-refused",
    means: "The job may not use the KMS key that encrypts what it reads or writes",
    help: "Access to a bucket or secret does not include a key of your own: name a policy that allows {action|kms:Decrypt, to write also kms:GenerateDataKey,} on that key in policies of {place|the job's role in job_roles} of variables.json, and run ./install.sh. The key's own policy must let the account, or the role (output job_role_arns of stack cluster), use it too.",
    looks:
      "User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action",
    signs: [/not authorized to perform: (?<action>kms:\w+)/, /Access to KMS is not allowed/],
    strength: "pattern",
    narrowedBy: /^call-denied$/,
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html",
  },
  {
    id: "role-not-taken",
    means: "The job could not take its role: the role does not trust its service account",
    help: "./install.sh writes the role's trust and the service account again; npm run doctor -- --deployed compares the two.",
    looks:
      "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity",
    signs: [/AssumeRoleWithWebIdentity|InvalidIdentityToken|No OpenIDConnect provider found/],
    strength: "pattern",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  },
  {
    id: "call-refused",
    means: "AWS refused what the job asked for: its role does not allow it",
    help: "{grant|Give the job a role that may do it: job_roles in variables.json, ./install.sh, then submit it with --role NAME.}",
    looks:
      'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::my-bucket/in/a" because no identity-based policy allows the s3:GetObject action',
    signs: [/not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: "?(?<resource>[^\s"]+))?/],
    strength: "pattern",
    narrowedBy: /^(call-denied|key-refused)$/,
    source: `${IAM}/troubleshoot_access-denied.html`,
  },
  {
    id: "call-forbidden",
    means: "AWS refused what the job asked for, and did not say why",
    help: "{grant|Give the job a role that may do it: job_roles in variables.json, ./install.sh, then submit it with --role NAME.} S3 answers the same for a key that does not exist, where the job may not list the bucket.",
    looks: "fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden",
    signs: [
      /\((AccessDenied\w*|403)\) when calling the (?<call>\w+) operation/,
      /(?<call>\w+), https response error StatusCode: 403/,
      /Access ?Denied.{0,200}(Status ?Code: 403|\$metadata)|AccessDenied(Exception)?: Access Denied/i,
    ],
    unless: /not authorized to perform|AssumeRoleWithWebIdentity/i,
    strength: "pattern",
    narrowedBy: /^(call-denied|key-refused|role-not-taken|call-refused)$/,
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html",
  },
  {
    id: "no-credentials",
    means: "The job found no credentials for AWS",
    help: "Submit it with --role NAME, one of job_roles in variables.json. A job without a role has only what its node's metadata service gives, which the program did not reach or does not ask.",
    looks: "Unable to locate credentials. You can configure credentials by running aws login.",
    signs: [
      /Unable to locate credentials|NoCredentialsError|Could not load credentials from any providers|no EC2 IMDS role found|Unable to load (AWS )?credentials from any/i,
    ],
    strength: "pattern",
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html",
  },
];
