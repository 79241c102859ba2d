import { SchedulingPolicy } from "../../../src/constructs/batch/scheduling-policy";
import { synthesizeStack } from "../../support/synthesize";

it("gives each share its weight, and leaves decay and reservation to AWS Batch", () => {
  const policy = synthesizeStack((scope) => {
    new SchedulingPolicy(scope, "shares", { name: "jobs_FAIR", weights: { research: 1, "team*": 0.5 } });
  }).resource("shares/policy");
  expect(policy).toMatchObject({
    name: "jobs_FAIR",
    fair_share_policy: {
      share_distribution: [
        { share_identifier: "research", weight_factor: 1 },
        { share_identifier: "team*", weight_factor: 0.5 },
      ],
    },
  });
  expect(Object.keys(policy.fair_share_policy as object)).toEqual(["share_distribution"]);
});
