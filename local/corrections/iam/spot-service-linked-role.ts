import { GetRoleCommand } from "@aws-sdk/client-iam";
import { AwsError } from "../../gateway/aws-error";
import type { Correction } from "../correction";
import type { CorrectionContext } from "../correction-context";

const SERVICE = "spot.amazonaws.com";
const ROLE_NAME = "AWSServiceRoleForEC2Spot";

/** Gives the service-linked role of EC2 Spot its name, and refuses a second one as IAM does. */
export function spotServiceLinkedRole({ clients }: CorrectionContext): Correction {
  return {
    service: "iam",
    actions: ["CreateServiceLinkedRole"],
    why: "moto derives the name of a service-linked role from its service, here AWSServiceRoleForspot",
    async handle({ request, forward }) {
      if (request.form.get("AWSServiceName") !== SERVICE) return forward();
      const taken = await clients(request.region)
        .iam.send(new GetRoleCommand({ RoleName: ROLE_NAME }))
        .catch(() => undefined);
      if (taken) {
        throw new AwsError(
          "InvalidInput",
          `Service role name ${ROLE_NAME} has been taken in this account, please try a different suffix.`,
        );
      }
      const answer = await forward(roleForm());
      return { ...answer, body: answer.body.toString().replaceAll("CreateRole", "CreateServiceLinkedRole") };
    },
  };
}

/** The request for a common role of the same name and path. */
function roleForm(): URLSearchParams {
  return new URLSearchParams({
    Action: "CreateRole",
    Version: "2010-05-08",
    RoleName: ROLE_NAME,
    Path: `/aws-service-role/${SERVICE}/`,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: SERVICE } }],
    }),
  });
}
