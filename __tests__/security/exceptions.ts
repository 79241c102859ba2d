/** A violation that is meant to be. */
export interface Exception {
  readonly rule: string;
  readonly stack: string;
  /** Path of the construct. */
  readonly at: string;
  /** What the rule says. */
  readonly problem: string;
  /** Why AWS offers nothing narrower, or why this is narrow. */
  readonly reason: string;
}

const DEFAULT_ACL =
  "the ACL that AWS makes with a VPC, in AWS's own form: security groups, which remember connections, decide";
const KEY_POLICY =
  "a policy of a key, in which * is that key; AWS's default for it, without which IAM could not be used to manage it";
const KEY_ADMINISTRATION =
  "a policy of a key, in which * is that key; AWS's own list for administrators, without the right to use it";
const KEY_USAGE = "a policy of a key, in which * is that key; AWS's own list for users";
const KEY_EVENTS = "a policy of a key, in which * is that key; a condition limits it to the alerts' topic";

/** Every violation that is accepted. One that no stack has any more makes a test fail. */
export const EXCEPTIONS: readonly Exception[] = [
  ...["0.0.0.0/0", "::/0"].map((source) => ({
    rule: "no firewall lets the internet in",
    stack: "cluster",
    at: "vpc/default/network-acl",
    problem: `lets ${source} in`,
    reason: DEFAULT_ACL,
  })),
  ...keyPolicy("cluster", "eks/encryption/key", {
    Default: KEY_POLICY,
    KeyAdministration: KEY_ADMINISTRATION,
    KeyUsage: KEY_USAGE,
  }),
  ...keyPolicy("batch", "alerts/topic/key", { Default: KEY_POLICY, EventBridge: KEY_EVENTS }),
];

function keyPolicy(stack: string, at: string, statements: Readonly<Record<string, string>>): Exception[] {
  return Object.entries(statements).map(([sid, reason]) => ({
    rule: "no policy allows all of something on everything",
    stack,
    at,
    problem: `${sid} is allowed on everything`,
    reason,
  }));
}
