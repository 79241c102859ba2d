import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { CdktfProject } from "@cdktf/cli-core";
import type { SynthesizedStack } from "./synthesized-stacks";

/** What CDKTF's engine calls in place of Terraform. */
const STAND_IN = join(__dirname, "stand-in.cjs");

/** A call of the stand-in: a command of Terraform, in the directory of a stack. */
interface Call {
  readonly directory: string;
  readonly command: string;
}

/**
 * Has CDKTF's own engine deploy or destroy the stacks of an output directory: it decides which of them is next, and which
 * go side by side. What it would have Terraform do with a stack, `work` does.
 *
 * @param stacks all that are to be worked on; the others of the output directory are passed over
 * @param work deploys or destroys a stack, and puts it in order before
 * @throws what `work` threw first, once nothing is under way any more
 */
export async function runEngine(
  command: "deploy" | "destroy",
  stacks: readonly SynthesizedStack[],
  work: (stack: SynthesizedStack) => Promise<void>,
): Promise<void> {
  const [first] = stacks;
  if (!first) return;
  const failures: unknown[] = [];
  // The engine is never told of a failure, which it would leave as an unhandled rejection: what it calls
  // for afterwards is not done any more.
  const carryOut = async ({ directory, command: called }: Call): Promise<void> => {
    const stack = stacks.find((candidate) => candidate.directory === directory);
    const isWork = called === "apply" || called === "destroy";
    if (!stack || !isWork || failures.length > 0) return;
    await work(stack).catch((error: unknown) => failures.push(error));
  };
  const directory = mkdtempSync(join(tmpdir(), "deployment-"));
  const server = createServer({ allowHalfOpen: true }, (socket) => answer(socket, carryOut));
  process.env.DEPLOYMENT_SOCKET = join(directory, "socket");
  await new Promise<void>((listening) => server.listen(process.env.DEPLOYMENT_SOCKET, listening));
  try {
    const engine = await loadEngine(resolve(first.directory, "..", ".."));
    await engine[command]({ stackNames: ["*"], autoApprove: true, skipSynth: true, skipProviderLock: true });
  } finally {
    server.close();
    rmSync(directory, { recursive: true });
  }
  if (failures.length > 0) throw failures[0];
}

/** The engine reads the name of Terraform's program once, when it is loaded. */
async function loadEngine(outDir: string): Promise<CdktfProject> {
  const { TERRAFORM_BINARY_NAME: own } = process.env;
  process.env.TERRAFORM_BINARY_NAME = STAND_IN;
  // It would tell HashiCorp of each run.
  process.env.CHECKPOINT_DISABLE ??= "1";
  const { CdktfProject } = await import("@cdktf/cli-core");
  if (own === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = own;
  return new CdktfProject({ synthCommand: "", outDir, onUpdate: () => undefined });
}

/** Answers a call once it is carried out, with what it is to print: the engine reads outputs as JSON. */
function answer(socket: Socket, carryOut: (call: Call) => Promise<void>): void {
  let text = "";
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => (text += chunk.toString()));
  socket.on("end", () => void carryOut(JSON.parse(text) as Call).then(() => socket.end("{}")));
}
