import {
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import { AwsError } from "../../gateway/aws-error";
import type { Correction } from "../correction";
import type { CorrectionContext } from "../correction-context";

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
