import { CliError } from "../terminal/cli-error";
import { poll } from "../terminal/poll";
import { parseState, type TerraformState } from "../terraform/parse-state";
import type { StateStore } from "./stores/state-store";

/** Types whose id in the state only Terraform knows: what takes its place in what is found in AWS. */
const IDS: Readonly<Record<string, (attributes: Readonly<Record<string, unknown>>) => string[]>> = {
  aws_route: (route) => [`${String(route.route_table_id)}_${String(route.destination_cidr_block)}`],
  aws_iam_role_policy_attachment: ({ role, policy_arn }) => [`${String(role)}/${String(policy_arn)}`],
};

/** Something that a state may hold or name. */
interface Thing {
  readonly id: string;
  readonly arn?: string;
}

/** A state of an environment, by `<region>/<cluster>`. */
export interface EnvironmentsState {
  readonly environment: string;
  readonly state: TerraformState;
}

/** What the states of all environments hold, and so must not be touched. */
export class StateContents {
  /** The environment that holds `<type> <id or ARN>`. */
  private readonly holders = new Map<string, string>();
  private readonly texts = new Set<string>();
  private readonly own: TerraformState[] = [];

  /** @param environment the one whose run this is, as `<region>/<cluster>` */
  constructor(
    states: readonly EnvironmentsState[],
    private readonly environment: string,
  ) {
    for (const { environment: holder, state } of states) {
      if (holder === environment) this.own.push(state);
      for (const { type, attributes } of state.resources) this.add(holder, type, attributes);
    }
  }

  /**
   * All states in some stores: those of other environments too, since IAM knows no regions and two
   * environments may have the same cluster name in two of them.
   */
  static async in(stores: Iterable<StateStore>, environment: string): Promise<StateContents> {
    const states = [...stores].map(async (store) => {
      const names = (await store.list()).filter((name) => name.endsWith(".tfstate"));
      return Promise.all(
        names.map(async (name) => ({
          environment: name.slice(0, name.lastIndexOf("/")),
          state: await readWholeState(store, name),
        })),
      );
    });
    return new StateContents((await Promise.all(states)).flat(), environment);
  }

  /** Whether any state holds it. */
  has(type: string, thing: Thing): boolean {
    return this.holderOf(type, thing) !== undefined;
  }

  /** Whether a state of the own environment holds it. */
  holds(type: string, thing: Thing): boolean {
    return this.holderOf(type, thing) === this.environment;
  }

  /** The other environment whose state holds it. */
  otherHolder(type: string, thing: Thing): string | undefined {
    const holder = this.holderOf(type, thing);
    return holder === this.environment ? undefined : holder;
  }

  /** Whether anything in a state refers to it. */
  mention({ id, arn }: Thing): boolean {
    return this.texts.has(arn ?? id);
  }

  /** An attribute of everything of a type that the own environment's states hold. */
  valuesOf(type: string, attribute: string): string[] {
    const resources = this.own.flatMap((state) => state.resources);
    const values = resources
      .filter((resource) => resource.type === type)
      .map(({ attributes }) => attributes[attribute]);
    return values.filter((value) => typeof value === "string");
  }

  private holderOf(type: string, { id, arn }: Thing): string | undefined {
    return (
      this.holders.get(`${type} ${id}`) ??
      (arn === undefined ? undefined : this.holders.get(`${type} ${arn}`))
    );
  }

  private add(holder: string, type: string, attributes: Readonly<Record<string, unknown>>): void {
    const ids = IDS[type]?.(attributes) ?? [attributes.id, attributes.arn];
    for (const id of ids) {
      const key = `${type} ${String(id)}`;
      // What two environments hold, such as after a state was copied by hand, counts as the other's.
      if (typeof id === "string" && this.holders.get(key) !== holder) {
        const isShared = this.holders.has(key) && holder === this.environment;
        if (!isShared) this.holders.set(key, holder);
      }
    }
    this.addTexts(attributes);
  }

  private addTexts(value: unknown): void {
    if (typeof value === "string") this.texts.add(value);
    else if (typeof value === "object" && value !== null)
      Object.values(value).forEach((v) => this.addTexts(v));
  }
}

/** Terraform may be writing the state of another stack right now, and does not do so at once. */
async function readWholeState(store: StateStore, name: string): Promise<TerraformState> {
  const read = async (): Promise<TerraformState | Error> => {
    const text = await store.read(name);
    try {
      return parseState(text);
    } catch (error) {
      return error as Error;
    }
  };
  const isDone = (found: TerraformState | Error): boolean => !(found instanceof Error);
  const found = await poll(read, { isDone, everySeconds: 0.1, forSeconds: 2 });
  if (!(found instanceof Error)) return found;
  const file = store.address(name);
  throw new CliError(`${file} ${found.message}. Restore it from ${file}.backup.`);
}
