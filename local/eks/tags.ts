import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from "@aws-sdk/client-eks";
import { AwsError } from "../protocol/aws-error";
import type { Operation } from "../protocol/service";
import type { ClusterStore } from "./store";
import { operation, type Sent } from "./requests";

const PATH = "/tags/{resourceArn}";

/** Tags of clusters, node groups, add-ons and access entries. */
export class Tags {
  readonly operations: readonly Operation[] = [
    operation(
      { action: "TagResource", method: "POST", path: PATH, required: ["tags"] },
      (region, request: Sent<TagResourceRequest>) => this.tag(region, request),
    ),
    operation(
      { action: "UntagResource", method: "DELETE", path: PATH, required: ["tagKeys"] },
      (region, request: Sent<UntagResourceRequest>) => this.untag(region, request),
    ),
    operation(
      { action: "ListTagsForResource", method: "GET", path: PATH },
      (region, request: Sent<ListTagsForResourceRequest>) => this.list(region, request),
    ),
  ];

  constructor(private readonly store: ClusterStore) {}

  private tag(region: string, request: Sent<TagResourceRequest>): TagResourceResponse {
    Object.assign(this.tagsOf(region, request.resourceArn), request.tags);
    return {};
  }

  private untag(region: string, request: Sent<UntagResourceRequest>): UntagResourceResponse {
    const tags = this.tagsOf(region, request.resourceArn);
    for (const key of request.tagKeys) delete tags[key];
    return {};
  }

  private list(region: string, request: Sent<ListTagsForResourceRequest>): ListTagsForResourceResponse {
    return { tags: this.tagsOf(region, request.resourceArn) };
  }

  private tagsOf(region: string, resourceArn: string): Record<string, string> {
    for (const state of this.store.inRegion(region)) {
      const found = [
        { arn: state.cluster.arn, tags: state.cluster.tags },
        ...[...state.nodegroups.values()].map(({ nodegroup }) => ({
          arn: nodegroup.nodegroupArn,
          tags: nodegroup.tags,
        })),
        ...[...state.addons.values()].map(({ addon }) => ({ arn: addon.addonArn, tags: addon.tags })),
        ...[...state.accessEntries.values()].map(({ entry }) => ({
          arn: entry.accessEntryArn,
          tags: entry.tags,
        })),
      ].find(({ arn }) => arn === resourceArn);
      if (found) return found.tags;
    }
    throw new AwsError("NotFoundException", `No resource found with ARN: ${resourceArn}`, 404);
  }
}
