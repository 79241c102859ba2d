import type { RecordedCall } from "./call-log";
import type { EmulatorInstance } from "../rehearsal/rehearsal";
import type { InventoryItem } from "../protocol/service";

/** Talks to the control API of a running emulator. */
export class ControlClient {
  constructor(private readonly instance: Pick<EmulatorInstance, "endpoint" | "accessKeyId">) {}

  /** Whether this very emulator answers; another process may have taken its port. */
  async isAlive(): Promise<boolean> {
    return this.send("GET", "health").then(
      () => true,
      () => false,
    );
  }

  async inventory(): Promise<InventoryItem[]> {
    return (await this.send("GET", "inventory")) as InventoryItem[];
  }

  async calls(): Promise<RecordedCall[]> {
    return (await this.send("GET", "calls")) as RecordedCall[];
  }

  /** @param fault see `Faults.order` */
  async orderFault(fault: object): Promise<void> {
    await this.send("POST", "faults", fault);
  }

  /** The ordered faults that did not happen yet. */
  async pendingFaults(): Promise<unknown[]> {
    return (await this.send("GET", "faults")) as unknown[];
  }

  async clearFaults(): Promise<void> {
    await this.send("DELETE", "faults");
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.instance.endpoint}/_emulator/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.instance.accessKeyId}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
