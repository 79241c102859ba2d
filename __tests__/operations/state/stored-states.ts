import type { StateStore } from "../../../src/operations/state/stores/state-store";

/** The text of a state with so many resources, as Terraform writes it. */
export function stateText(serial: number, lineage = "l", resources = 2): string {
  const instances = Array.from({ length: resources }, () => ({ attributes: {} }));
  return JSON.stringify({
    version: 4,
    serial,
    lineage,
    resources: [{ mode: "managed", type: "aws_vpc", instances }],
  });
}

/** A store in memory. */
export class MemoryStore implements StateStore {
  readonly files = new Map<string, string>();

  list(environment = ""): Promise<string[]> {
    const within = environment === "" ? "" : `${environment}/`;
    return Promise.resolve([...this.files.keys()].filter((name) => name.startsWith(within)).sort());
  }

  read(name: string): Promise<string | undefined> {
    return Promise.resolve(this.files.get(name));
  }

  write(name: string, text: string): Promise<void> {
    this.files.set(name, text);
    return Promise.resolve();
  }

  create(name: string, text: string): Promise<boolean> {
    if (this.files.has(name)) return Promise.resolve(false);
    this.files.set(name, text);
    return Promise.resolve(true);
  }

  remove(name: string): Promise<void> {
    this.files.delete(name);
    return Promise.resolve();
  }

  address(name: string): string {
    return `memory/${name}`;
  }
}
