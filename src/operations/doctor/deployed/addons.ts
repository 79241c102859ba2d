import { DescribeAddonCommand, type Addon } from "@aws-sdk/client-eks";
import { ADDONS } from "../../../model/facts/eks";
import { unlessMissing } from "../../aws/errors";
import { failed, ok, warning, type CheckResult } from "../check";
import { attempt, type Check } from "../context";

/** Every add-on is there, ACTIVE and without an issue. */
export const checkAddons: Check = async ({ aws, variables }) => {
  const clusterName = variables.eks_cluster_name;
  const results = await Promise.all(
    ADDONS.map((addonName) =>
      attempt(checkName(addonName), async () => {
        const command = new DescribeAddonCommand({ clusterName, addonName });
        return [judgeAddon(addonName, (await unlessMissing(aws.eks.send(command)))?.addon)];
      }),
    ),
  );
  return results.flat();
};

export function judgeAddon(name: string, addon: Addon | undefined): CheckResult {
  const check = checkName(name);
  if (!addon) return failed(check, "is not installed", "Run ./install.sh.");
  const issues = (addon.health?.issues ?? []).map(({ code, message }) => `${code}: ${message}`);
  const found = [`${addon.addonVersion} is ${addon.status}`, ...issues].join("; ");
  if (addon.status === "ACTIVE") return issues.length === 0 ? ok(check, found) : warning(check, found);
  if (["CREATING", "UPDATING"].includes(addon.status ?? "")) return warning(check, found);
  return failed(check, found, `kubectl get pods --all-namespaces shows the pods of the add-on.`);
}

function checkName(addonName: string): string {
  return `add-on ${addonName}`;
}
