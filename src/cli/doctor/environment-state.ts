import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failed, ok, type CheckResult } from "./check";

/** The version of the format of Terraform's state files that Terraform 1.x and OpenTofu write. */
const STATE_FORMAT = 4;

const SUFFIX = ".tfstate";
const ACCOUNT_OF_ARN = /^arn:[^:]+:[^:]*:[^:]*:(\d{12}):/;

interface StateFile {
  readonly version?: number;
  readonly terraform_version?: string;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances?: readonly { readonly attributes?: Readonly<Record<string, unknown>> | null }[];
  }[];
}

/** What Terraform's state files of one environment say that it made. */
export class EnvironmentState {
  /** Accounts that the resources are in. */
  readonly accounts: ReadonlySet<string>;

  private constructor(
    readonly directory: string,
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
  ) {
    const accounts = [...keys].map((key) => ACCOUNT_OF_ARN.exec(key.split(" ")[1] ?? "")?.[1]);
    this.accounts = new Set(accounts.filter((account) => account !== undefined));
  }

  /** Reads `<root>/<region>/<cluster>/*.tfstate`; no file means that nothing was made. */
  static read(root: string, region: string, clusterName: string): EnvironmentState {
    const directory = join(root, region, clusterName);
    const { counts, typeCounts, keys, problems } = readDirectory(directory);
    const regions = existsSync(root) ? readdirSync(root).filter((name) => name !== region) : [];
    const siblings = regions.flatMap((other) => [...readDirectory(join(root, other, clusterName)).keys]);
    return new EnvironmentState(directory, counts, typeCounts, keys, new Set(siblings), problems);
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

/** What is known of the environment from earlier runs. */
export function checkState(state: EnvironmentState): CheckResult[] {
  if (state.problems.length > 0) {
    return [
      failed(
        "Terraform state",
        state.problems.join("; "),
        "Update Terraform when a newer one wrote it; else put back the file's .backup, which lies beside it.",
      ),
    ];
  }
  const { resourceCount, counts, directory } = state;
  const found =
    resourceCount === 0
      ? `nothing in ${directory}: this environment was not installed yet`
      : `${resourceCount} resources of ${[...counts].map(([stack, count]) => `${stack} (${count})`).join(", ")}`;
  return [ok("Terraform state", found)];
}

interface Contents {
  readonly counts: Map<string, number>;
  readonly typeCounts: Map<string, number>;
  readonly keys: Set<string>;
  readonly problems: string[];
}

function readDirectory(directory: string): Contents {
  const contents: Contents = { counts: new Map(), typeCounts: new Map(), keys: new Set(), problems: [] };
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(SUFFIX)) : [];
  for (const name of files.sort()) {
    const file = join(directory, name);
    try {
      const found = instancesIn(readState(file));
      contents.counts.set(name.slice(0, -SUFFIX.length), found.length);
      for (const { type, keys } of found) {
        contents.typeCounts.set(type, (contents.typeCounts.get(type) ?? 0) + 1);
        for (const key of keys) contents.keys.add(`${type} ${key}`);
      }
    } catch (error) {
      contents.problems.push(`${file}: ${(error as Error).message}`);
    }
  }
  return contents;
}

/** @throws Error when it is not a state that this project's Terraform can read */
function readState(file: string): StateFile {
  const text = readFileSync(file, "utf8");
  if (text.trim() === "") return {};
  let state: StateFile;
  try {
    state = JSON.parse(text) as StateFile;
  } catch {
    throw new Error("is not JSON");
  }
  if (state.version !== undefined && state.version > STATE_FORMAT) {
    throw new Error(
      `has the format ${state.version} of Terraform ${state.terraform_version ?? "(unknown)"}, newer than ${STATE_FORMAT}`,
    );
  }
  return state;
}

/** Every managed resource instance with the keys that it can be found by: id, name and ARN. */
function instancesIn(state: StateFile): { type: string; keys: string[] }[] {
  const managed = (state.resources ?? []).filter(({ mode }) => mode === "managed");
  return managed.flatMap(({ type, instances = [] }) =>
    instances.map(({ attributes }) => ({
      type,
      keys: ["id", "name", "arn", "compute_environment_name"]
        .map((attribute) => attributes?.[attribute])
        .filter((value) => typeof value === "string"),
    })),
  );
}
