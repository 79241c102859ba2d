import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CallLog } from "../../../local/gateway/call-log";
import { ControlApi } from "../../../local/gateway/control-api";
import type { Correction } from "../../../local/corrections/correction";
import { Faults } from "../../../local/gateway/faults";
import { Gateway } from "../../../local/gateway/gateway";
import { Inventory } from "../../../local/inventory";
import { Moto } from "../../../local/moto/moto";
import type { EmulatedService } from "../../../local/protocol/service";

export const ACCESS_KEY_ID = "AKIATESTTESTTESTTEST";
export const REGION = "us-east-1";

export interface StartedGateway {
  readonly url: string;
  readonly moto: Moto;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly inventory: Inventory;
  /** Configuration of an SDK client that talks to the gateway and does not retry. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  stop(): Promise<void>;
}

/** Starts a real moto with a gateway in front of it. */
export async function startGateway(
  services: readonly EmulatedService[] = [],
  corrections: (moto: Moto) => Correction[] = () => [],
): Promise<StartedGateway> {
  const directory = mkdtempSync(join(tmpdir(), "gateway-"));
  const moto = await Moto.start(directory);
  const faults = new Faults();
  const calls = new CallLog();
  const inventory = new Inventory({
    clients: (region) => moto.clients(region),
    services,
    regions: () => [REGION],
  });
  const gateway = new Gateway({
    accessKeyId: ACCESS_KEY_ID,
    moto,
    services,
    corrections: corrections(moto),
    faults,
    calls,
    control: new ControlApi({
      faults,
      calls,
      inventory: () => inventory.items(),
    }),
  });
  const endpoint = `http://127.0.0.1:${await gateway.listen()}`;
  return {
    url: endpoint,
    moto,
    faults,
    calls,
    inventory,
    client: {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: "secret" },
      maxAttempts: 1,
    },
    async stop() {
      await gateway.close();
      await moto.stop();
      rmSync(directory, { recursive: true });
    },
  };
}
