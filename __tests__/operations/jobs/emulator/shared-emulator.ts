import type { Program } from "../fixtures";
import { until } from "../../../local/batch/fixtures";
import { DeployedEmulator } from "./deployed-emulator";
import { jobOnTerminal, jobThroughPipe, type Ended } from "./job-process";

/** The emulator that all suites share. */
export let emulator: DeployedEmulator;
/** Processes that run from the beginning, since they mostly wait. */
export let processes: Record<"pipe" | "terminal" | "once" | "twice", Promise<Ended>>;

export async function startEmulator(): Promise<void> {
  emulator = await DeployedEmulator.start();
  const { environment } = emulator;
  const sleeping = ["run", "--name", "interrupted", "--command", "sleep 1200"];
  processes = {
    pipe: jobThroughPipe(environment, "run", "--logs", "--command", "echo one; echo two >&2; exit 4"),
    terminal: jobOnTerminal(environment, [], "run", "--spot", "--command", "sleep 1"),
    once: jobOnTerminal(environment, ["RUNNING"], ...sleeping),
    twice: jobOnTerminal(environment, ["RUNNING", "goes on"], ...sleeping),
  };
}

export async function stopEmulator(): Promise<void> {
  await emulator?.stop();
}

/** Runs a command in this process and gives the program with what it printed. */
export async function job(...args: string[]): Promise<Program & { status: number }> {
  const program = emulator.program();
  return Object.assign(program, { status: await program.run(...args) });
}

/** Submits a job without waiting. */
export async function submit(...args: string[]): Promise<string> {
  return (await job("run", "--no-wait", ...args)).screen.text.trim();
}

export interface Status {
  readonly state: string;
  readonly reason?: string;
  readonly attempts: { podName: string; nodeName: string; containers: { exitCode: number }[] }[];
}

export async function statusOf(id: string): Promise<Status> {
  return (await job("status", id, "--json")).screen.json[0] as unknown as Status;
}

export function reaching(id: string, ...states: string[]): Promise<Status> {
  return until(async () => {
    const found = await statusOf(id);
    return states.includes(found.state) ? found : undefined;
  });
}
