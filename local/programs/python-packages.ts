import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { python } from "./python";
import { alone, CannotBring, reasonOf } from "./release";

/** A program that comes from PyPI. */
export interface PythonPackage {
  readonly program: string;
  /** As a person calls it. */
  readonly title: string;
  readonly requirement: string;
  /** Where people get it. */
  readonly page: string;
}

export const AWS_CLI: PythonPackage = {
  program: "aws",
  title: "the AWS CLI",
  requirement: "awscli==1.45.11",
  page: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
};

/** The release of moto that the emulator's corrections were written for. */
export const MOTO: PythonPackage = {
  program: "moto_server",
  title: "moto",
  requirement: "moto[server]==5.2.1",
  page: "https://github.com/getmoto/moto",
};

/**
 * Installs a package into the private environment of Python, which is made at first, unless it is there.
 *
 * @param root directory of everything that was brought
 * @returns the directory with its program
 * @throws CannotBring
 */
export async function install(wanted: PythonPackage, root: string): Promise<string> {
  const environment = new PythonEnvironment(join(root, "python"));
  const { requirement, title, page } = wanted;
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    await alone(join(root, "python.lock"), title, () => {
      if (environment.has(requirement)) return;
      const interpreter = python();
      console.error(`Installing ${title} (${requirement} of PyPI), which takes up to two minutes ...`);
      environment.add(wanted, interpreter);
    });
  } catch (error) {
    throw new CannotBring(title, reasonOf(error, root), page);
  }
  return environment.programs;
}

class PythonEnvironment {
  /** Names the environment, once it is whole, and the packages that are: pip may be killed in the middle of one. */
  private readonly list: string;

  constructor(private readonly directory: string) {
    this.list = join(directory, "installed.txt");
  }

  get programs(): string {
    return join(this.directory, "programs");
  }

  private get python(): string {
    return join(this.directory, "bin", "python");
  }

  has(requirement: string): boolean {
    return this.installed()?.includes(requirement) ?? false;
  }

  /** @param interpreter makes the environment, if there is none */
  add({ program, requirement }: PythonPackage, interpreter: string): void {
    const installed = this.installed() ?? this.make(interpreter);
    run(this.python, "-m", "pip", "install", "--quiet", requirement);
    this.writeStarter(program);
    this.write([...installed, requirement]);
  }

  private make(interpreter: string): string[] {
    rmSync(this.directory, { recursive: true, force: true });
    run(interpreter, "-m", "venv", this.directory);
    this.write([]);
    return [];
  }

  private write(requirements: readonly string[]): void {
    writeFileSync(this.list, [this.directory, ...requirements].join("\n"));
  }

  /** The first line of a script cannot name a Python in a path with blanks. */
  private writeStarter(program: string): void {
    const [python, script] = [this.python, join(this.directory, "bin", program)].map(quote);
    mkdirSync(this.programs, { recursive: true });
    const starter = `#!/bin/sh\nexec ${python} ${script} "$@"\n`;
    writeFileSync(join(this.programs, program), starter, { mode: 0o700 });
  }

  /** @returns undefined when the Python that it was made with is gone, or its own place, which is in its programs */
  private installed(): string[] | undefined {
    if (!existsSync(this.list) || !existsSync(this.python)) return undefined;
    const [directory, ...requirements] = readFileSync(this.list, "utf8").split("\n");
    return directory === this.directory ? requirements : undefined;
  }
}

function quote(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

/** @throws Error with what the command says at its end */
function run(command: string, ...args: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (error) throw error;
  if (status === 0) return;
  if (stdout.includes("ensurepip")) {
    throw new Error("Python has no ensurepip here: on Debian and Ubuntu, apt install python3-venv brings it");
  }
  throw new Error(
    stderr
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(/^ERROR: /, "") || `pip ended with status ${status}`,
  );
}
