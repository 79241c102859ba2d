import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckResult } from "../../../src/operations/doctor/check";
import { Emulator } from "../../../local/emulator";

export const REGION = "us-east-1";

const PROJECT = join(__dirname, "..", "..", "..");
const TOOLS = ["node", "npm", "terraform", "aws", "kubectl"];

/** Configuration of an SDK client that talks to the emulator. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The doctor as a process of its own, with an emulator and tools that only tell a version. */
export class RehearsedDoctor {
  private constructor(
    readonly emulator: Emulator,
    /** Directory with the variables file, the state and the home. */
    readonly root: string,
  ) {}

  static async start(): Promise<RehearsedDoctor> {
    const root = mkdtempSync(join(tmpdir(), "doctor-rehearsal-"));
    const emulator = await Emulator.start({ directory: join(root, "emulator"), delays: { default: 0.05 } });
    writeFileSync(join(root, "empty"), "");
    writeFileSync(join(root, "variables.json"), "{}");
    mkdirSync(join(root, "bin"));
    for (const tool of TOOLS) {
      writeFileSync(join(root, "bin", tool), "#!/bin/sh\necho v26.0.0\n", { mode: 0o755 });
    }
    // The stacks are synthesized with it.
    const node = `#!/bin/sh\n[ "$1" = --version ] && echo v26.0.0 || exec '${process.execPath}' "$@"\n`;
    writeFileSync(join(root, "bin", "node"), node);
    return new RehearsedDoctor(emulator, root);
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  get client(): ClientConfig {
    const { endpoint, accessKeyId, secretAccessKey } = this.emulator;
    return { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey } };
  }

  /** @param more environment variables beside, or instead of, those of a rehearsal */
  run(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const { emulator, root } = this;
    const env = {
      PATH: join(root, "bin"),
      NODE_OPTIONS: process.env.NODE_OPTIONS,
      HOME: root,
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_CONFIG_FILE: join(root, "empty"),
      AWS_SHARED_CREDENTIALS_FILE: join(root, "empty"),
      AWS_EC2_METADATA_DISABLED: "true",
      WITHOUT_KUBERNETES: "1",
      VARIABLES_FILE: join(root, "variables.json"),
      STATE_ROOT: join(root, "state"),
      ...more,
    };
    const command = ["--require", "./src/typescript.cjs", "src/cli/doctor.ts", ...args];
    return new Promise((resolve) => {
      execFile(process.execPath, command, { cwd: PROJECT, env }, (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  }

  /** What `--json` tells. */
  async checks(args: readonly string[] = [], more: NodeJS.ProcessEnv = {}): Promise<CheckResult[]> {
    const { stdout, stderr } = await this.run([...args, "--json"], more);
    if (stderr) throw new Error(stderr);
    return (JSON.parse(stdout) as { checks: CheckResult[] }).checks;
  }
}
