import { randomBytes } from "node:crypto";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  paginateListRoles,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { ACCOUNT_ID, type MotoClients } from "../moto/moto";
import { AwsError } from "../protocol/aws-error";
import type { AwsRequest } from "../protocol/aws-request";
import type { HttpAnswer } from "../protocol/protocol";
import { partitionOf } from "../service-context";
import { statementsOf, verdict, type Statement } from "../protocol/iam-policy";
import { requestedAccess } from "./requested-access";

/** The pod of a job, as far as its identity goes. */
export interface PodOfJob {
  readonly region: string;
  readonly jobId: string;
  readonly namespace: string;
  /** @default - the namespace's own, which has no role */
  readonly serviceAccountName?: string | undefined;
  /** Issuer of the cluster's tokens, without its scheme. */
  readonly oidcIssuer: string;
  /** @default - the nodes have none */
  readonly nodeRoleArn?: string | undefined;
}

/** What a pod calls AWS with, for as long as it runs. */
export interface PodSession {
  /** What its containers' environment has for it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

interface Session {
  readonly roleName: string;
  readonly secretAccessKey: string;
  /** As STS tells it. */
  readonly arn: string;
  readonly sessionToken: string;
}

/**
 * Credentials of jobs: those of the role that trusts their service account, else those of their node's role, as pods
 * get them from the node. Each call that is signed with them may do what the role's policies allow and no more.
 * What a bucket's, a secret's or a key's own policy says is not looked at.
 */
export class JobSessions {
  /** Where the emulator answers. */
  endpoint = "";
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly clients: (region: string) => MotoClients,
    private readonly secretArn: (region: string, name: string) => Promise<string | undefined>,
  ) {}

  /** @returns undefined where neither has a role that exists */
  async open(pod: PodOfJob): Promise<PodSession | undefined> {
    const { iam } = this.clients(pod.region);
    const own = await trustingRole(iam, pod);
    const roleName = own ?? pod.nodeRoleArn?.slice(pod.nodeRoleArn.lastIndexOf("/") + 1);
    if (roleName === undefined) return undefined;
    const sessionName =
      own === undefined ? `i-${randomBytes(9).toString("hex").slice(1)}` : `job-${pod.jobId}`;
    const accessKeyId = `ASIA${randomBytes(8).toString("hex").toUpperCase()}`;
    const sessionToken = randomBytes(48).toString("base64");
    const arn = `arn:${partitionOf(pod.region)}:sts::${ACCOUNT_ID}:assumed-role/${roleName}/${sessionName}`;
    const secretAccessKey = randomBytes(30).toString("base64");
    this.sessions.set(accessKeyId, { roleName, secretAccessKey, arn, sessionToken });
    return {
      environment: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_REGION: pod.region,
        AWS_DEFAULT_REGION: pod.region,
        AWS_ENDPOINT_URL: this.endpoint,
      },
      close: () => void this.sessions.delete(accessKeyId),
    };
  }

  /** What a job signs with; undefined where a key is of no job that runs. */
  credentialsOf(accessKeyId: string): Omit<Session, "roleName"> | undefined {
    return this.sessions.get(accessKeyId);
  }

  /** Whether a call comes from a job. */
  isOfJob({ accessKeyId, headers }: Pick<AwsRequest, "accessKeyId" | "headers">): boolean {
    const session = this.sessions.get(accessKeyId);
    return session !== undefined && session.sessionToken === headers["x-amz-security-token"];
  }

  /**
   * Refuses what the role of a job does not allow.
   *
   * @returns the answer where nobody else knows it: who calls
   * @throws AwsError with AWS's own words
   */
  async authorize(request: AwsRequest, action: string): Promise<HttpAnswer | undefined> {
    const session = this.sessions.get(request.accessKeyId)!;
    if (request.service === "sts" && action === "GetCallerIdentity") return callerIdentity(session);
    const { iam } = this.clients(request.region);
    const [statements, wanted] = await Promise.all([
      statementsOfRole(iam, session.roleName),
      requestedAccess(request, action, (name) => this.secretArn(request.region, name)),
    ]);
    for (const access of wanted) {
      const found = verdict(statements, access);
      if (found === "allowed") continue;
      const isS3 = request.service === "s3";
      const why =
        found === "denied"
          ? "with an explicit deny in an identity-based policy"
          : `because no identity-based policy allows the ${access.action} action`;
      const resource = isS3 ? `"${access.resource}"` : access.resource;
      throw new AwsError(
        isS3 || request.protocol !== "json" ? "AccessDenied" : "AccessDeniedException",
        `User: ${session.arn} is not authorized to perform: ${access.action} on resource: ${resource} ${why}`,
        request.protocol === "json" ? 400 : 403,
      );
    }
    return undefined;
  }
}

function callerIdentity({ arn }: Session): HttpAnswer {
  const body =
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
    `<Arn>${arn}</Arn><UserId>AROAEMULATED:${arn.slice(arn.lastIndexOf("/") + 1)}</UserId><Account>${ACCOUNT_ID}</Account>` +
    `</GetCallerIdentityResult><ResponseMetadata><RequestId>emulated</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}

interface TrustStatement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: { readonly Federated?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The role that the pod's service account can take, as EKS would give it a token for. */
async function trustingRole(client: IAMClient, pod: PodOfJob): Promise<string | undefined> {
  if (pod.serviceAccountName === undefined) return undefined;
  const subject = `system:serviceaccount:${pod.namespace}:${pod.serviceAccountName}`;
  const isTrusting = ({ Effect, Action, Principal, Condition = {} }: TrustStatement): boolean =>
    Effect === "Allow" &&
    [Action].flat().includes("sts:AssumeRoleWithWebIdentity") &&
    (Principal?.Federated ?? "").endsWith(`:oidc-provider/${pod.oidcIssuer}`) &&
    Condition.StringEquals?.[`${pod.oidcIssuer}:sub`] === subject &&
    Condition.StringEquals[`${pod.oidcIssuer}:aud`] === "sts.amazonaws.com";
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { RoleName, AssumeRolePolicyDocument = "" } of Roles) {
      const document = decodeURIComponent(AssumeRolePolicyDocument) || "{}";
      const { Statement = [] } = JSON.parse(document) as { Statement?: TrustStatement | TrustStatement[] };
      if ([Statement].flat().some(isTrusting)) return RoleName;
    }
  }
  return undefined;
}

/** The statements of all policies that a role has at this moment; none of a role that is gone. */
async function statementsOfRole(iam: IAMClient, RoleName: string): Promise<Statement[]> {
  try {
    const [{ PolicyNames = [] }, { AttachedPolicies = [] }] = await Promise.all([
      iam.send(new ListRolePoliciesCommand({ RoleName })),
      iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
    ]);
    const documents = await Promise.all([
      ...PolicyNames.map(async (PolicyName) => {
        const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        return PolicyDocument!;
      }),
      ...AttachedPolicies.map(async ({ PolicyArn }) => {
        const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
        const VersionId = Policy!.DefaultVersionId;
        const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
        return PolicyVersion!.Document!;
      }),
    ]);
    return documents.flatMap((document) => statementsOf(decodeURIComponent(document)));
  } catch (error) {
    if ((error as Error).name === "NoSuchEntityException") return [];
    throw error;
  }
}
