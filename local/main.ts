import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { loadVariables, VARIABLES_FILE } from "../src/model/load-variables";
import { ControlClient } from "./gateway/control-client";
import { Emulator } from "./emulator";
import { FOREIGN_VARIABLES, Rehearsal, type EmulatorInstance } from "./rehearsal/rehearsal";
import type { InventoryItem } from "./gateway/service";

const START_TIMEOUT_MS = 120_000;

// State, logs and keys are for nobody else on this machine.
process.umask(0o077);

const rehearsal = new Rehearsal();

async function running(): Promise<EmulatorInstance | undefined> {
  const instance = rehearsal.instance();
  return instance && (await new ControlClient(instance).isAlive()) ? instance : undefined;
}

async function required(): Promise<EmulatorInstance> {
  const instance = await running();
  if (!instance) throw new Error("The emulator is not running; npm run local -- start starts it.");
  return instance;
}

async function start(): Promise<void> {
  rehearsal.create();
  takeVariables();
  if (await running()) return;
  rehearsal.removeInstance();
  const log = openSync(rehearsal.logFile, "w", 0o600);
  const child = spawn(process.execPath, [...process.execArgv, __filename, "serve"], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.unref();
  let ended = false;
  child.once("exit", () => (ended = true));
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline && !ended; await sleep(100)) {
    if (await running()) return;
  }
  throw new Error(`The emulator did not start:\n${readFileSync(rehearsal.logFile, "utf8")}`);
}

/** A rehearsal in a directory of its own has variables of its own. */
function takeVariables(): void {
  const isOwn = Boolean(process.env.LOCAL_ROOT);
  const isTaken = !isOwn && rehearsal.takeVariables(join(__dirname, "..", VARIABLES_FILE));
  console.log(
    `The rehearsal's variables are those of ${isTaken ? VARIABLES_FILE : rehearsal.variablesFile}.`,
  );
}

async function serve(): Promise<void> {
  if (await running()) throw new Error("The emulator of this working copy runs already.");
  rehearsal.create();
  rehearsal.forgetState();
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    rehearsal.removeInstance();
    void emulator.stop().then(() => process.exit(0));
  };
  const emulator = await Emulator.start({
    directory: rehearsal.directory,
    delays: { default: Number(process.env.EMULATOR_DELAY ?? 0.5) },
    runJobs: process.env.EMULATOR_RUN_JOBS !== "0",
    onShutdown: stop,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  if (process.env.EMULATOR_PARENT) stopWith(Number(process.env.EMULATOR_PARENT), stop);
  const { endpoint, accessKeyId, secretAccessKey } = emulator;
  rehearsal.saveInstance({ pid: process.pid, endpoint, accessKeyId, secretAccessKey });
  console.log(
    `AWS emulator at ${endpoint}. Jobs run their command as a process of this machine; no container image is pulled.`,
  );
}

function stopWith(parent: number, stop: () => void): void {
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      stop();
    }
  }, 1000).unref();
}

async function stop(): Promise<void> {
  const instance = await running();
  if (!instance) return rehearsal.removeInstance();
  const client = new ControlClient(instance);
  await client.shutdown();
  while (await client.isAlive()) await sleep(50);
}

async function printEnvironment(): Promise<void> {
  const quote = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;
  const environment = rehearsal.environment(await required());
  console.log(`unset ${FOREIGN_VARIABLES.join(" ")}`);
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}=${quote(value)}`);
}

async function printInventory(): Promise<void> {
  const all = await new ControlClient(await required()).inventory();
  const { state_bucket } = loadVariables(rehearsal.variablesFile);
  const isStateBucket = ({ service, id }: InventoryItem): boolean => service === "s3" && id === state_bucket;
  const items = all.filter((item) => !isStateBucket(item));
  for (const { service, type, id, region } of items) console.log([region, service, type, id].join("  "));
  console.error(`${items.length} resources beyond an empty account`);
  if (items.length < all.length) console.error(`and bucket ${state_bucket} with the state`);
}

const BAD_USAGE = 2;

const program = new Command("npm run local --")
  .description("The rehearsal: AWS on this machine.")
  .showHelpAfterError()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_USAGE))
  .addHelpText(
    "after",
    `
EMULATOR_DELAY     seconds that a change of state takes (default 0.5)
EMULATOR_RUN_JOBS  0: jobs succeed without running their command
EMULATOR_PARENT    process id: the emulator ends when that process does
LOCAL_ROOT         directory of the rehearsal (default .local), with variables of its own`,
  );

const COMMANDS: readonly (readonly [name: string, description: string, action: () => Promise<void>])[] = [
  ["start", "start the emulator of this working copy in the background, unless it runs", start],
  ["stop", "stop it; everything in it is gone then", stop],
  ["env", "print the exports that point aws, kubectl, terraform and cdktf at it", printEnvironment],
  ["inventory", "list what exists in it beyond an empty account", printInventory],
  ["serve", "run it in the foreground", serve],
];
for (const [name, description, action] of COMMANDS)
  program.command(name).description(description).action(action);

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
