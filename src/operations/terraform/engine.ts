import { createWriteStream } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import type { CdktfStack } from "@cdktf/cli-core";
import type { SynthesizedStack } from "./synthesized-stacks";

/** What the engine calls to work on a stack: its own one runs Terraform on a terminal. */
type Client = Awaited<ReturnType<CdktfStack["initalizeTerraform"]>>;

/**
 * Has CDKTF's own engine deploy or destroy stacks: it decides which of them is next, and which go side by side. Where
 * it would run Terraform on a stack, it calls `work`. After a failure nothing new begins, but what runs is waited for.
 * What the engine does, and when, goes into `cdktf.log` of the log directory.
 *
 * @throws what `work` threw first
 */
export async function runEngine(
  command: "deploy" | "destroy",
  { stacks, logDirectory }: { stacks: readonly SynthesizedStack[]; logDirectory: string },
  work: (stack: SynthesizedStack) => Promise<void>,
): Promise<void> {
  if (stacks.length === 0) return;
  // The engine would tell HashiCorp of each run.
  process.env.CHECKPOINT_DISABLE ??= "1";
  // Node.js 26 warns whoever looks at it, and the engine's packages look.
  Reflect.deleteProperty(globalThis, "localStorage");
  loadAsEmpty(OF_OTHER_COMMANDS);
  // It takes a second to load, for which only a deployment has time.
  const { CdktfProject } = await import("@cdktf/cli-core");
  // A full disk must not end what Terraform does.
  const log = createWriteStream(join(logDirectory, "cdktf.log")).on("error", () => undefined);
  const onUpdate = (update: { type: string; stackName?: string }): void =>
    void log.write(`${new Date().toISOString()} ${update.type} ${update.stackName}\n`);
  const engine = new CdktfProject({ synthCommand: "", outDir: "", onUpdate });
  const failures: unknown[] = [];
  const getStackExecutor = engine.getStackExecutor.bind(engine);
  engine.getStackExecutor = (given, options) => {
    const executor = getStackExecutor(given, options);
    const stack = stacks.find(({ name }) => name === given.name)!;
    // A rejection would end the process while other stacks are under way: the engine handles it late.
    const carryOut = (): ReturnType<Client["deploy"]> =>
      work(stack).then(
        () => ({ cancelled: false }),
        (error: unknown) => {
          failures.push(error);
          for (const other of engine.stacksToRun) void other.stop();
          return { cancelled: true };
        },
      );
    // Outputs are read at the end, where they are shown.
    const client: Partial<Client> = {
      deploy: carryOut,
      destroy: carryOut,
      output: () => Promise.resolve({}),
    };
    executor.initalizeTerraform = executor["terraformClient"] = () => Promise.resolve(client as Client);
    return executor;
  };
  const known = stacks.map(({ name, directory, dependencies }) => ({
    name,
    workingDirectory: directory,
    // The engine refuses a stack that depends on one that is not to be worked on.
    dependencies: dependencies.filter((other) => stacks.some(({ name }) => name === other)),
    // Only its own client would read what is in a stack.
    content: "{}",
  }));
  engine.readSynthesizedStacks = () => Promise.resolve(known as unknown as CdktfStack["stack"][]);
  await engine[command]({ stackNames: ["*"], autoApprove: true, skipSynth: true });
  await new Promise((resolve) => log.end(resolve));
  if (failures.length > 0) throw failures[0];
}

/** What the engine loads for `cdktf convert` and for a synth to HCL, in more than half of the time that it takes to load. */
const OF_OTHER_COMMANDS = ["@cdktf/hcl2cdk", "@cdktf/hcl2json", "@cdktf/hcl-tools"];

function loadAsEmpty(packages: readonly string[]): void {
  const engine = require.resolve("@cdktf/cli-core");
  for (const name of packages) {
    const filename = require.resolve(name, { paths: [engine] });
    require.cache[filename] ??= Object.assign(new Module(filename), { filename, loaded: true });
  }
}
