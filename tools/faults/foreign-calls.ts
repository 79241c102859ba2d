import type { RecordedCall } from "../../local/gateway/call-log";
import type { InventoryItem } from "../../local/protocol/service";

/**
 * The calls that may have changed something of somebody else: those that name it, in its region.
 *
 * @param items what somebody else has, as the emulator lists it
 * @param calls of a run that had nothing to do with that
 * @returns `service action: id` of each
 */
export function foreignCalls(
  items: readonly Pick<InventoryItem, "region" | "id">[],
  calls: readonly RecordedCall[],
): string[] {
  return calls
    .filter(({ request }) => request !== "")
    .flatMap(({ service, action, region, request }) =>
      items
        .filter((item) => item.region === "global" || item.region === region)
        .filter(({ id }) => names(request, id))
        .map(({ id }) => `${service} ${action}: ${id}`),
    );
}

/** Whether a text has a name as a word of its own: `prod` is not in `prod-2`. */
function names(text: string, id: string): boolean {
  const word = id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(text);
}
