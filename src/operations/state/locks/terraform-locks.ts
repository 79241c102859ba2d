import type { StateStore } from "../stores/state-store";

/** A lock that Terraform put beside a state in S3, as it describes itself. */
export interface TerraformLock {
  /** Of the lock in the store. */
  readonly name: string;
  readonly stack: string;
  /** What `terraform force-unlock` takes. */
  readonly id: string;
  /** `user@host`. */
  readonly who: string;
  /** Such as `OperationTypeApply`. */
  readonly operation: string;
  /** ISO 8601. */
  readonly created: string;
}

const LOCK = /\/([^/]+)\.tfstate\.tflock$/;

/** The locks on an environment's states. @see https://developer.hashicorp.com/terraform/language/backend/s3#state-locking */
export async function terraformLocks(store: StateStore, environment: string): Promise<TerraformLock[]> {
  const names = (await store.list(environment)).filter((name) => LOCK.test(name));
  const locks = await Promise.all(names.map((name) => readLock(store, name)));
  return locks.filter((lock) => lock !== undefined);
}

/** @returns undefined when it was released meanwhile */
async function readLock(store: StateStore, name: string): Promise<TerraformLock | undefined> {
  const text = await store.read(name);
  if (text === undefined) return undefined;
  const lock = parseLock(text);
  const stack = LOCK.exec(name)![1]!;
  return { name, stack, id: lock.ID, who: lock.Who, operation: lock.Operation, created: lock.Created };
}

/** A lock that does not say whose it is has an empty id: it can be told of and removed all the same. */
function parseLock(text: string): { ID: string; Who: string; Operation: string; Created: string } {
  const unknown = { ID: "", Who: "", Operation: "", Created: "an unknown time" };
  try {
    return { ...unknown, ...(JSON.parse(text) as object) };
  } catch {
    return unknown;
  }
}

/** Removes a lock, unless another Terraform holds it by now. */
export async function removeLock(store: StateStore, { name, id }: TerraformLock): Promise<void> {
  if ((await readLock(store, name))?.id === id) await store.remove(name);
}

export function describeLock({ stack, who, operation, created, id }: TerraformLock): string {
  const doing = operation.replace(/^OperationType/, "").toLowerCase() || "work";
  return `stack ${stack} is locked by ${who || "somebody"} for ${doing} since ${created} (lock ${id || "without an id"})`;
}
