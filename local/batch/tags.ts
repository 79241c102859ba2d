import type { Operation } from "../protocol/service";
import { nameIn, type BatchState } from "./store";
import { clientException, invalidRequest } from "./errors";

type TagMap = Record<string, string>;

interface Tagged {
  tags?: TagMap | undefined;
}

const PATH = "/v1/tags/:resourceArn";

/** The tagging part of the API, for everything that Batch has. */
export class Tags {
  readonly operations: readonly Operation[] = [
    {
      action: "ListTagsForResource",
      method: "GET",
      path: PATH,
      handle: ({ region, params }) => this.list(region, params.resourceArn!),
    },
    {
      action: "TagResource",
      method: "POST",
      path: PATH,
      handle: ({ region, params, body }) =>
        this.add(region, params.resourceArn!, (body as { tags?: TagMap }).tags),
    },
    {
      action: "UntagResource",
      method: "DELETE",
      path: PATH,
      handle: ({ region, params, query }) =>
        this.remove(region, params.resourceArn!, query.getAll("tagKeys")),
    },
  ];

  constructor(private readonly state: BatchState) {}

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ListTagsForResource.html */
  private list(region: string, resourceArn: string): { tags: TagMap } {
    return { tags: this.tagged(region, resourceArn).tags ?? {} };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_TagResource.html */
  private add(region: string, resourceArn: string, tags: TagMap | undefined): object {
    const tagged = this.tagged(region, resourceArn);
    const all = { ...tagged.tags, ...tags };
    if (Object.keys(all).length > 50) throw invalidRequest("A resource can have at most 50 tags");
    tagged.tags = all;
    return {};
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_UntagResource.html */
  private remove(region: string, resourceArn: string, keys: readonly string[]): object {
    const tagged = this.tagged(region, resourceArn);
    const kept = Object.entries(tagged.tags ?? {}).filter(([key]) => !keys.includes(key));
    tagged.tags = Object.fromEntries(kept);
    return {};
  }

  private tagged(region: string, resourceArn: string): Tagged {
    const { definitions, jobs, policies } = this.state.region(region);
    const found: Tagged | undefined =
      this.state.environment(region, resourceArn)?.detail ??
      this.state.queue(region, resourceArn)?.detail ??
      policies.get(resourceArn) ??
      jobs.get(nameIn(region, "job", resourceArn))?.detail ??
      [...definitions.values()].flat().find(({ jobDefinitionArn }) => jobDefinitionArn === resourceArn);
    if (!found) throw clientException(`Resource ${resourceArn} does not exist`);
    return found;
  }
}
