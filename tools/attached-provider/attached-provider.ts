import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AWS_PROVIDER, findProviderMirror } from "../../local/rehearsal/provider-mirror";
import { TetheredProcess } from "../../local/tethered-process";
import { usedTypes } from "./narrow-schema";
import { SchemaProxy } from "./schema-proxy";

const STACKS = ["cluster", "system", "batch"];
const REATTACH = /TF_REATTACH_PROVIDERS='(.*)'/;

/** Where a provider listens, as it tells Terraform. */
interface Reattachment {
  readonly Addr: { readonly Network: "unix"; readonly String: string };
}

/**
 * The AWS provider as a process that outlives Terraform's commands. Terraform would start it for
 * each command, hash its 700 MB before, and read the schema of 1,500 types, all of which takes longer
 * than most commands. One process holds one configuration: it serves commands that follow each other, against one emulator.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/debugging#terraform-cli-development-overrides
 */
export class AttachedProvider {
  private constructor(
    private readonly provider: TetheredProcess,
    private readonly proxy: SchemaProxy,
    private readonly directory: string,
    /** Value of `TF_REATTACH_PROVIDERS`. */
    readonly reattach: string,
  ) {}

  /**
   * @param env with the emulator's endpoint and credentials, which the provider reads from its own environment
   * @returns undefined where the provider is in no mirror: Terraform downloads it then
   */
  static async start(env: NodeJS.ProcessEnv): Promise<AttachedProvider | undefined> {
    const program = providerProgram();
    if (program === undefined) return undefined;
    const directory = mkdtempSync(join(tmpdir(), "provider-"));
    // The provider cannot be configured a second time with it, and the emulator speaks plain HTTP.
    const provider = new TetheredProcess(program, ["-debug"], { env: { ...env, AWS_CA_BUNDLE: undefined } });
    provider.child.stderr!.resume();
    const reattach = new Promise<string>((resolve) => {
      const lines = createInterface({ input: provider.child.stdout! });
      lines.on("line", (line) => {
        const value = REATTACH.exec(line)?.[1];
        if (value !== undefined) resolve(value);
      });
    });
    const ended = provider.exited.then((status): never => {
      throw new Error(`${program} ended with status ${status}`);
    });
    try {
      const told = JSON.parse(await Promise.race([reattach, ended])) as Record<string, Reattachment>;
      const [name, address] = Object.entries(told)[0]!;
      const socket = join(directory, "socket");
      const proxy = await SchemaProxy.start(address.Addr.String, socket, usedTypes());
      const attached = { ...address, Addr: { ...address.Addr, String: socket } };
      return new AttachedProvider(provider, proxy, directory, JSON.stringify({ [name]: attached }));
    } catch (error) {
      await provider.kill();
      rmSync(directory, { recursive: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    try {
      await this.proxy.stop();
    } finally {
      await this.provider.kill();
      rmSync(this.directory, { recursive: true });
    }
  }
}

/**
 * A provider for each stack, since stacks are changed side by side, and a program in the place of
 * Terraform that takes the one of its working directory, or of `-chdir`.
 */
export class AttachedProviders {
  private constructor(
    private readonly providers: readonly AttachedProvider[],
    private readonly directory: string,
    /** What the scripts, and the project's own code, need to use them. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @param env as that of `AttachedProvider.start` */
  static async start(env: NodeJS.ProcessEnv): Promise<AttachedProviders> {
    const started = await Promise.allSettled(STACKS.map(() => AttachedProvider.start(env)));
    const providers = started.flatMap((start) => (start.status === "fulfilled" ? (start.value ?? []) : []));
    const failed = started.find((start) => start.status === "rejected");
    if (failed) {
      await Promise.allSettled(providers.map((provider) => provider.stop()));
      throw failed.reason;
    }
    // CDKTF takes no program whose path has a blank.
    const directory = mkdtempSync(join(tmpdir(), "terraform-"));
    if (providers.length === 0) return new AttachedProviders([], directory, {});
    const cases = STACKS.map(
      (stack, index) =>
        `  *"/stacks/${stack} "*) export TF_REATTACH_PROVIDERS='${providers[index]!.reattach}' ;;`,
    );
    const program = join(directory, "terraform");
    const script = ["#!/bin/sh", 'case "$PWD $1 " in', ...cases, "esac", 'exec terraform "$@"', ""].join(
      "\n",
    );
    writeFileSync(program, script, { mode: 0o755 });
    return new AttachedProviders(providers, directory, { TERRAFORM_BINARY_NAME: program });
  }

  async stop(): Promise<void> {
    try {
      await Promise.all(this.providers.map((provider) => provider.stop()));
    } finally {
      rmSync(this.directory, { recursive: true });
    }
  }
}

/** The provider's program, where the mirror holds it unpacked. */
function providerProgram(): string | undefined {
  const mirror = findProviderMirror(AWS_PROVIDER);
  if (mirror === undefined) return undefined;
  const target = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;
  const directory = join(mirror, "registry.terraform.io", "hashicorp", "aws", AWS_PROVIDER.version, target);
  const name = filesIn(directory).find((file) => file.startsWith("terraform-provider-aws"));
  return name === undefined ? undefined : join(directory, name);
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
