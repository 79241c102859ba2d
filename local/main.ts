import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, truncateSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { loadVariables, VARIABLES_FILE, VariablesError } from "../src/model/load-variables";
import { ControlClient } from "./gateway/control-client";
import { bringMissing, broughtPrograms, offerKubectl, PROGRAMS, withBrought } from "./programs/missing";
import { ASSETS_VARIABLE, findKubernetes } from "./rehearsal/find-kubernetes";
import { FOREIGN_VARIABLES, NO_ENVIRONMENT, Rehearsal, type EmulatorInstance } from "./rehearsal/rehearsal";
import type { InventoryItem } from "./protocol/service";

const START_TIMEOUT_MS = 120_000;

/** After this an emulator that does not stop is killed. */
const STOP_TIMEOUT_MS = 60_000;

const USERS_VARIABLES = join(__dirname, "..", VARIABLES_FILE);

// State, logs and keys are for nobody else on this machine.
process.umask(0o077);

const rehearsal = new Rehearsal();

/** A failure with an exit status of its own. */
class NotRunning extends Error {
  static readonly STATUS = 3;
}

async function running(): Promise<EmulatorInstance | undefined> {
  const instance = rehearsal.instance();
  return instance && (await new ControlClient(instance).isAlive()) ? instance : undefined;
}

async function required(): Promise<EmulatorInstance> {
  const instance = await running();
  if (!instance) {
    throw new NotRunning("No emulator of this working copy is running; ./install.sh --local starts one.");
  }
  return instance;
}

async function start(): Promise<void> {
  rehearsal.create();
  takeVariables();
  // Whatever a dead emulator left, torn or not.
  if (rehearsal.lock.owner() === undefined) rehearsal.removeInstance();
  if (await running()) return;
  // Tests bring them once for all rehearsals.
  if (!process.env.LOCAL_HAS_PROGRAMS) await bringMissing();
  const assets = await kubernetesAssets();
  await offerKubectl(assets);
  const log = openSync(rehearsal.logFile, "a", 0o600);
  const child = spawn(process.execPath, [...process.execArgv, __filename, "serve"], {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, PATH: withBrought(process.env.PATH), [ASSETS_VARIABLE]: assets ?? "" },
  });
  child.unref();
  let ended = false;
  child.once("exit", () => (ended = true));
  // One that ends at once may have left the field to another one, which is not ready yet.
  const isStarting = (): boolean => !ended || rehearsal.lock.owner() !== undefined;
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline && isStarting();) {
    if (await running()) return;
    await sleep(100);
  }
  if (await running()) return;
  throw new Error(`The emulator did not start:\n${readFileSync(rehearsal.logFile, "utf8")}`);
}

/** The programs of a cluster's control plane; where they cannot be had, a sentence says so. */
async function kubernetesAssets(): Promise<string | undefined> {
  const { assets, missing } = await findKubernetes({
    variables: loadVariables(rehearsal.variablesFile),
    output: rehearsal.outputDirectory,
    programs: PROGRAMS,
  });
  if (missing !== undefined)
    console.log(`The rehearsal goes without Kubernetes and stack kubernetes: ${missing}.`);
  return assets;
}

/** A rehearsal in a directory of its own has variables of its own. */
function takeVariables(): void {
  const isOwn = Boolean(process.env.LOCAL_ROOT);
  const taken = isOwn ? undefined : rehearsal.takeVariables(USERS_VARIABLES);
  console.log(`The rehearsal's variables are those of ${taken ? VARIABLES_FILE : rehearsal.variablesFile}.`);
  if (taken?.keptRegion) {
    console.log(`They name no aws_region: it stays ${taken.keptRegion}, that of the rehearsal before.`);
  }
}

async function serve(): Promise<void> {
  rehearsal.create();
  const { lock } = rehearsal;
  if (!lock.take()) {
    throw new Error(`The emulator of this working copy runs already, as process ${lock.owner()}.`);
  }
  if (existsSync(rehearsal.logFile)) truncateSync(rehearsal.logFile);
  rehearsal.removeInstance();
  rehearsal.forget();
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    if (lock.isMine()) rehearsal.removeInstance();
    // The lock stays, and is nobody's with the end of this process.
    void emulator.stop().then(() => process.exit(0));
  };
  // What `start` found, or whoever calls this by hand named.
  const assets = process.env[ASSETS_VARIABLE] ?? (await kubernetesAssets());
  // Only here: without it the other commands start in half the time.
  // oxlint-disable-next-line typescript/no-require-imports
  const { Emulator } = require("./emulator") as typeof import("./emulator");
  const emulator = await Emulator.start({
    directory: rehearsal.directory,
    ...(assets && { kubernetesAssets: resolve(assets) }),
    delays: { default: Number(process.env.EMULATOR_DELAY ?? 0.5) },
    runJobs: process.env.EMULATOR_RUN_JOBS !== "0",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  const parent = process.env.EMULATOR_PARENT;
  setInterval(() => {
    if (!lock.isMine() || (parent && !runs(Number(parent)))) stop();
  }, 1000).unref();
  if (!lock.isMine()) return stop();
  const { endpoint, accessKeyId, secretAccessKey } = emulator;
  const hasKubernetes = Boolean(assets);
  rehearsal.saveInstance({ pid: process.pid, endpoint, accessKeyId, secretAccessKey, hasKubernetes });
  console.log(
    `AWS emulator at ${endpoint}. Jobs run their command as a process of this machine; no container image is pulled.`,
  );
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Also ends an emulator whose own file is gone or torn, by the lock that it holds. */
async function stop(): Promise<void> {
  const { lock } = rehearsal;
  const pid = lock.owner();
  if (pid !== undefined) process.kill(pid, "SIGTERM");
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (pid !== undefined && lock.owner() === pid) {
    if (Date.now() > deadline) process.kill(pid, "SIGKILL");
    await sleep(200);
  }
  rehearsal.removeInstance();
  rehearsal.forget();
  // The lock of the one that ended.
  if (lock.take()) lock.giveBack();
}

/** Fails closed: what an `eval` gets in place of a rehearsal's environment ends in nobody's account. */
async function printEnvironment(): Promise<void> {
  try {
    printExports(rehearsal.environment(await required()));
    printSearchPath(broughtPrograms());
  } catch (error) {
    printExports(NO_ENVIRONMENT);
    console.log("false");
    throw error instanceof VariablesError && existsSync(USERS_VARIABLES) && !process.env.LOCAL_ROOT
      ? new Error(
          `${error.message}\nThat file is a copy of ${VARIABLES_FILE}; ./install.sh --local makes it anew.`,
        )
      : error;
  }
}

function printExports(environment: Readonly<Record<string, string>>): void {
  console.log(`unset ${FOREIGN_VARIABLES.join(" ")}`);
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}=${quote(value)}`);
}

/** npm puts directories of its own before the search path of the shell, so that this one prints no whole path. */
function printSearchPath(brought: string | undefined): void {
  if (brought === undefined) return;
  console.log(`case $PATH: in ${quote(`${brought}:`)}*) ;; *) export PATH=${quote(brought)}:"$PATH" ;; esac`);
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
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
KUBEBUILDER_ASSETS directory with etcd and kube-apiserver; empty: no Kubernetes
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
  process.exitCode = error instanceof NotRunning ? NotRunning.STATUS : 1;
});
