import type { Webhook } from "../../kubernetes/control-planes";
import { ACCOUNT_ID } from "../../moto/moto";
import type { ClusterState } from "../store";
import { entryOf, identityOf, type Caller } from "./identity";
import { policyAllows, type Attempt } from "./policy-rules";
import { callerOfToken, InvalidToken, type Credentials } from "./token";

/** Who may call the emulator. */
export interface Callers {
  /** Where they call it, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  credentialsOf(accessKeyId: string, region: string): Credentials | undefined;
  /** Whether a fault was ordered: the next one that the API server of a cluster asks about is refused. */
  takeRefusal(webhook: Webhook, clusterName: string): boolean;
}

interface TokenReview {
  readonly spec?: { readonly token?: string };
}

interface AccessReview {
  readonly spec?: Attempt & { readonly extra?: Readonly<Record<string, readonly string[]>> };
}

/** By both webhooks. */
const REFUSED = { authenticated: false, allowed: false };

/** Answers what the API server of a cluster asks: whose a token is, and what an access policy allows. */
export async function review(
  state: ClusterState,
  webhook: Webhook,
  asked: object,
  callers: Callers,
): Promise<object> {
  if (callers.takeRefusal(webhook, state.cluster.name)) return { ...asked, status: REFUSED };
  const status =
    webhook === "authenticate" ? await authenticate(state, asked, callers) : await authorize(state, asked);
  return { ...asked, status };
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication */
async function authenticate(state: ClusterState, { spec }: TokenReview, callers: Callers): Promise<object> {
  try {
    const caller = await callerOfToken(spec?.token ?? "", {
      clusterName: state.cluster.name,
      endpoint: callers.endpoint,
      credentialsOf: (accessKeyId) => callers.credentialsOf(accessKeyId, state.region),
      now: Date.now(),
    });
    const identity = await identityOf(state, caller);
    // A node's name stands for an instance, and no instance of the emulator calls.
    if (!identity || identity.username.includes("{{")) throw new InvalidToken(`${caller.arn} is not mapped`);
    const { username, groups } = identity;
    return { authenticated: true, user: { username, groups, uid: uidOf(caller), extra: extraOf(caller) } };
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    return { authenticated: false, error: error.message };
  }
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/webhook/ */
async function authorize(state: ClusterState, { spec = {} }: AccessReview): Promise<object> {
  const [canonicalArn] = spec.extra?.canonicalArn ?? [];
  const entry = canonicalArn === undefined ? undefined : entryOf(state, { canonicalArn });
  for (const policy of entry?.policies.values() ?? []) {
    if (await policyAllows(state.controlPlane!.api, policy, spec)) {
      return { allowed: true, reason: `EKS Access Policy: allowed by ${policy.policyArn}` };
    }
  }
  return { allowed: false };
}

function uidOf({ canonicalArn }: Caller): string {
  return `aws-iam-authenticator:${ACCOUNT_ID}:${canonicalArn}`;
}

/** What `kubectl auth whoami` shows of a caller beside user and groups. */
function extraOf({ arn, canonicalArn, sessionName, accessKeyId }: Caller & { accessKeyId: string }): object {
  return {
    accessKeyId: [accessKeyId],
    arn: [arn],
    canonicalArn: [canonicalArn],
    sessionName: [sessionName],
  };
}
