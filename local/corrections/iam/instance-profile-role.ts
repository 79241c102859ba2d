import { GetInstanceProfileCommand } from "@aws-sdk/client-iam";
import { AwsError } from "../../gateway/aws-error";
import type { Correction } from "../correction";
import type { CorrectionContext } from "../correction-context";

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
