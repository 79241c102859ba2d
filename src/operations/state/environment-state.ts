import { environmentPath } from "../../model/state-place";
import type { Variables } from "../../model/variables";
import { describeError } from "../aws/errors";
import { parseState, type StateResource } from "../terraform/parse-state";
import type { StateStore } from "./stores/state-store";

const SUFFIX = ".tfstate";
const ACCOUNT_OF_ARN = /^arn:[^:]+:[^:]*:[^:]*:(\d{12}):/;

/** What Terraform's state files of one environment say that it made. */
export class EnvironmentState {
  /** Accounts that the resources are in. */
  readonly accounts: ReadonlySet<string>;

  private constructor(
    /** Path, or address in S3, below which the files are. */
    readonly place: string,
    /** How many resources each stack has, by its name. */
    readonly counts: ReadonlyMap<string, number>,
    /** How many resources it has of each type. */
    private readonly typeCounts: ReadonlyMap<string, number>,
    /** `<type> <id, name or ARN>` of everything. */
    private readonly keys: ReadonlySet<string>,
    /** The same of the environments of the same name in other regions. */
    private readonly siblings: ReadonlySet<string>,
    /** What is wrong with the files, a sentence each. */
    readonly problems: readonly string[],
    /** Why nothing could be read, with what to do; undefined when it could. */
    readonly unreadable?: string,
  ) {
    const accounts = [...keys].map((key) => ACCOUNT_OF_ARN.exec(key.split(" ")[1] ?? "")?.[1]);
    this.accounts = new Set(accounts.filter((account) => account !== undefined));
  }

  /** Reads the states of an environment and of those that have its name; none means that nothing was made. */
  static async read(store: StateStore, variables: Names): Promise<EnvironmentState> {
    const place = store.address(environmentPath(variables));
    try {
      const names = (await store.list()).filter((name) => isOfCluster(name, variables.eks_cluster_name));
      const texts = await Promise.all(names.map((name) => store.read(name)));
      return EnvironmentState.of(place, variables, new Map(names.map((name, i) => [name, texts[i] ?? ""])));
    } catch (error) {
      return new EnvironmentState(
        place,
        new Map(),
        new Map(),
        new Set(),
        new Set(),
        [],
        describeError(error),
      );
    }
  }

  /** @param files texts of the states by `<region>/<cluster>/<stack>.tfstate` */
  static of(place: string, variables: Names, files: ReadonlyMap<string, string>): EnvironmentState {
    const environment = `${environmentPath(variables)}/`;
    const all = [...files].filter(([name]) => isOfCluster(name, variables.eks_cluster_name)).sort();
    const own = all.filter(([name]) => name.startsWith(environment));
    const { counts, typeCounts, keys, problems } = contentsOf(own);
    const siblings = contentsOf(all.filter((file) => !own.includes(file))).keys;
    return new EnvironmentState(place, counts, typeCounts, keys, siblings, problems);
  }

  /** @param key id, name or ARN */
  owns(type: string, key: string): boolean {
    return this.keys.has(`${type} ${key}`);
  }

  /** The same for a type that knows no regions: another region's environment may have made it. */
  ownsInAnyRegion(type: string, key: string): boolean {
    return this.owns(type, key) || this.siblings.has(`${type} ${key}`);
  }

  /** How many resources of a type it made. */
  countOf(type: string): number {
    return this.typeCounts.get(type) ?? 0;
  }

  get resourceCount(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }
}

type Names = Pick<Variables, "aws_region" | "eks_cluster_name">;

interface Contents {
  readonly counts: Map<string, number>;
  readonly typeCounts: Map<string, number>;
  readonly keys: Set<string>;
  readonly problems: string[];
}

function isOfCluster(name: string, clusterName: string): boolean {
  return name.endsWith(SUFFIX) && name.split("/")[1] === clusterName;
}

function contentsOf(files: readonly (readonly [name: string, text: string])[]): Contents {
  const contents: Contents = { counts: new Map(), typeCounts: new Map(), keys: new Set(), problems: [] };
  for (const [name, text] of files) {
    const file = name.slice(name.lastIndexOf("/") + 1);
    try {
      const { resources } = parseState(text);
      contents.counts.set(file.slice(0, -SUFFIX.length), resources.length);
      for (const resource of resources) {
        const { type } = resource;
        contents.typeCounts.set(type, (contents.typeCounts.get(type) ?? 0) + 1);
        for (const key of keysOf(resource)) contents.keys.add(`${type} ${key}`);
      }
    } catch (error) {
      contents.problems.push(`${file}: ${(error as Error).message}`);
    }
  }
  return contents;
}

/** What a resource can be found by: id, name and ARN. */
function keysOf({ attributes }: StateResource): string[] {
  return ["id", "name", "arn", "compute_environment_name"]
    .map((attribute) => attributes[attribute])
    .filter((value) => typeof value === "string");
}
