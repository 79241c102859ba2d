import type { ComputeEnvironment } from "./store";

/** What of other services an environment cannot be without: ids, and the profile by name and by ARN. */
export function heldBy({ detail }: ComputeEnvironment): string[] {
  const { subnets = [], securityGroupIds = [], instanceRole = "", launchTemplate } = detail.computeResources!;
  return [
    ...subnets,
    ...securityGroupIds,
    instanceRole,
    instanceRole.slice(instanceRole.lastIndexOf("/") + 1),
    launchTemplate?.launchTemplateId,
    launchTemplate?.launchTemplateName,
  ].filter((id) => id !== undefined);
}
