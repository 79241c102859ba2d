import type { HttpAnswer } from "../protocol/protocol";
import type { Correction } from "./correction";

interface Policy {
  readonly Statement: Statement | readonly Statement[];
}

interface Statement {
  readonly Effect?: string;
  readonly Condition?: unknown;
}

/**
 * Lets a bucket's policy refuse who comes without TLS, and whoever else only under a condition:
 * nobody is refused by it here, where every call is taken for one with TLS.
 */
export function bucketPolicyConditions(): Correction {
  const policies = new Map<string, Buffer>();
  return {
    service: "s3",
    actions: ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"],
    why: "moto takes no notice of the condition of a denial, and so denies everything",
    async handle({ request, action, forward }) {
      const [bucket = ""] = request.url.split("?");
      if (action === "PutBucketPolicy") {
        const answer = await forward(withoutConditionalDenials(request.body));
        if (answer.status < 300) policies.set(bucket, request.body);
        return answer;
      }
      const answer = await forward();
      if (action === "DeleteBucketPolicy") policies.delete(bucket);
      return answer.status === 200
        ? ({ ...answer, body: policies.get(bucket) ?? answer.body } satisfies HttpAnswer)
        : answer;
    },
  };
}

function withoutConditionalDenials(body: Buffer): Buffer {
  const policy = JSON.parse(body.toString("utf8")) as Policy;
  const isLasting = ({ Effect, Condition }: Statement): boolean =>
    Effect !== "Deny" || Condition === undefined;
  return Buffer.from(JSON.stringify({ ...policy, Statement: [policy.Statement].flat().filter(isLasting) }));
}
