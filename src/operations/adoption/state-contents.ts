import { setTimeout as sleep } from "node:timers/promises";
import { CliError } from "../terminal/cli-error";
import type { StateStore } from "../state/state-store";
import type { Candidate } from "./candidate";

/** Types whose id in the state only Terraform knows: what takes its place in a candidate. */
const IDS: Readonly<Record<string, (attributes: Record<string, unknown>) => string[]>> = {
  aws_route: (route) => [`${String(route.route_table_id)}_${String(route.destination_cidr_block)}`],
  aws_iam_role_policy_attachment: ({ role, policy_arn }) => [`${String(role)}/${String(policy_arn)}`],
};

const READ_ATTEMPTS = 20;
const READ_PAUSE_MS = 100;

interface StateJson {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances: readonly { readonly attributes?: unknown }[];
  }[];
}

/** What the states of environments hold, and so must not be touched. */
export class StateContents {
  private readonly ids = new Set<string>();
  private readonly texts = new Set<string>();

  constructor(states: readonly unknown[]) {
    for (const state of states) {
      const { resources = [] } = state as StateJson;
      for (const { mode, type, instances } of resources) {
        if (mode !== "managed") continue;
        // Those that a replacement has yet to destroy are among the instances.
        for (const { attributes } of instances) this.add(type, attributes);
      }
    }
  }

  /**
   * All states in some stores: those of other environments too, since IAM knows no regions and two
   * environments may have the same cluster name in two of them.
   */
  static async in(stores: Iterable<StateStore>): Promise<StateContents> {
    const states = [...stores].map(async (store) => {
      const names = (await store.list()).filter((name) => name.endsWith(".tfstate"));
      return Promise.all(names.map((name) => readState(store, name)));
    });
    return new StateContents((await Promise.all(states)).flat());
  }

  /** Whether a resource is in a state. */
  has(type: string, { id, arn }: Candidate): boolean {
    return this.ids.has(`${type} ${id}`) || (arn !== undefined && this.ids.has(`${type} ${arn}`));
  }

  /** Whether anything in a state refers to a resource. */
  mention({ id, arn }: Candidate): boolean {
    return this.texts.has(arn ?? id);
  }

  private add(type: string, attributes: unknown): void {
    const values = (attributes ?? {}) as Record<string, unknown>;
    const ids = IDS[type]?.(values) ?? [values.id, values.arn];
    for (const id of ids) if (typeof id === "string") this.ids.add(`${type} ${id}`);
    this.addTexts(attributes);
  }

  private addTexts(value: unknown): void {
    if (typeof value === "string") this.texts.add(value);
    else if (typeof value === "object" && value !== null)
      Object.values(value).forEach((v) => this.addTexts(v));
  }
}

/** Terraform may be writing the state of another stack right now, and does not do so at once. */
async function readState(store: StateStore, name: string): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return JSON.parse((await store.read(name)) || "{}") as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      if (attempt === READ_ATTEMPTS) {
        const file = store.address(name);
        throw new CliError(`${file} is no JSON: ${error.message}. Restore it from ${file}.backup.`);
      }
      await sleep(READ_PAUSE_MS);
    }
  }
}
