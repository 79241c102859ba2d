import {
  GetInstanceProfileCommand,
  GetRoleCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import { SPOT_SERVICE_ROLE } from "../../src/model/facts/iam";
import { AwsError } from "../protocol/aws-error";
import type { Correction, CorrectionContext } from "./correction";

/** Refuses to delete a managed policy that is attached or has versions besides its default one. */
export function policyDeletion({ clients }: CorrectionContext): Correction {
  return {
    service: "iam",
    actions: ["DeletePolicy"],
    why: "moto deletes policies that are attached or have further versions",
    async handle({ request, forward }) {
      const { iam } = clients(request.region);
      const PolicyArn = request.form.get("PolicyArn") ?? "";
      try {
        // moto counts an attachment that is made twice as two.
        const attached = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
        const { PolicyGroups = [], PolicyRoles = [], PolicyUsers = [] } = attached;
        if (PolicyGroups.length + PolicyRoles.length + PolicyUsers.length > 0)
          throw conflict("Cannot delete a policy attached to entities.");
        const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
        if (Versions.length > 1) {
          throw conflict(
            "This policy has more than one version. Before you delete a policy, you must delete the " +
              "policy's versions. The default version is deleted with the policy.",
          );
        }
      } catch (error) {
        if (!(error instanceof NoSuchEntityException)) throw error;
      }
      return forward();
    },
  };
}

function conflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, 409);
}

/** Says that a role is not in an instance profile when it is to be removed from it. */
export function instanceProfileRole({ clients }: CorrectionContext): Correction {
  return {
    service: "iam",
    actions: ["RemoveRoleFromInstanceProfile"],
    why: "moto breaks when the role is not in the instance profile",
    async handle({ request, forward }) {
      const profileName = request.form.get("InstanceProfileName") ?? "";
      const roleName = request.form.get("RoleName") ?? "";
      const profile = await clients(request.region)
        .iam.send(new GetInstanceProfileCommand({ InstanceProfileName: profileName }))
        .catch(() => undefined);
      if (profile && !profile.InstanceProfile?.Roles?.some((role) => role.RoleName === roleName)) {
        throw new AwsError(
          "NoSuchEntity",
          `Role ${roleName} cannot be found in instance profile ${profileName}.`,
          404,
        );
      }
      return forward();
    },
  };
}

const { name: ROLE_NAME, service: SERVICE } = SPOT_SERVICE_ROLE;

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
