import { knownValues, type WantedResource } from "../resource-kind";

/** Whether Terraform may have made a name from a planned prefix: spares calls about the rest of the account. */
export function isGenerated(planned: readonly WantedResource[], name = ""): boolean {
  return knownValues(planned, "name_prefix").some((prefix) => name.startsWith(prefix));
}
