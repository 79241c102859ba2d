import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import type { Release } from "../../../local/programs/release";
import { TestArchive } from "../archive-server";
import { execute, type Finished } from "./user-shell";

const PROJECT = join(__dirname, "..", "..", "..");
const RELEASES = join("local", "programs", "releases.json");

/** What every shell has beside it. */
const TOOLS_OF_A_SHELL = [
  ...[
    "basename",
    "cat",
    "chmod",
    "cp",
    "cut",
    "date",
    "dirname",
    "env",
    "find",
    "grep",
    "head",
    "kill",
    "ln",
    "ls",
  ],
  ...[
    "mkdir",
    "mktemp",
    "mv",
    "printf",
    "ps",
    "rm",
    "rmdir",
    "sed",
    "sleep",
    "sort",
    "tail",
    "touch",
    "tr",
    "uname",
  ],
];

export interface FreshMachineProps {
  /** It runs the scripts, such as `bash`. @default - `sh` */
  readonly shell?: string;
  /** Absolute path. @default - the `python3` of this machine */
  readonly python?: string;
  /** Whether its user has no rights, where Node and Python are such a user's too. @default false */
  readonly isForNobody?: boolean;
}

/** User and group of Linux that own nothing. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** A machine with Node, Python and a shell, and a copy of the project that is no clone, in a path with blanks. */
export class FreshMachine {
  private readonly directory = mkdtempSync(join(realpathSync(tmpdir()), "a fresh machine-"));
  readonly project = join(this.directory, "the project");
  readonly home = join(this.directory, "home");
  private readonly bin = join(this.directory, "bin");

  private readonly user: typeof NOBODY | undefined;

  constructor({ shell = "sh", python = found("python3"), isForNobody = false }: FreshMachineProps = {}) {
    for (const directory of [this.project, this.home, this.bin]) mkdirSync(directory);
    for (const path of filesOfProject()) {
      mkdirSync(dirname(join(this.project, path)), { recursive: true });
      cpSync(join(PROJECT, path), join(this.project, path));
    }
    for (const name of [...TOOLS_OF_A_SHELL, "npm", "npx"]) this.link(name, found(name));
    this.link("node", process.execPath);
    this.link("sh", found(shell));
    // Not a link: Python finds what belongs to it by its own place.
    const starter = `#!${found("sh")}\nexec '${this.withoutPackages(python)}' "$@"\n`;
    writeFileSync(join(this.bin, "python3"), starter, { mode: 0o755 });
    if (!isForNobody || ![process.execPath, python].every(runsForNobody)) return;
    this.user = NOBODY;
    execFileSync("chown", ["-R", `${NOBODY.uid}:${NOBODY.gid}`, this.directory]);
  }

  /** A private environment has none of the packages of the Python that it is made with. */
  private withoutPackages(python: string): string {
    const environment = join(this.directory, "python");
    execFileSync(python, ["-m", "venv", "--without-pip", environment]);
    return join(environment, "bin", "python3");
  }

  private link(name: string, target: string): void {
    symlinkSync(target, join(this.bin, name));
  }

  /** Has the packages as they are here. Links, one for each: an `npm ci` there would remove no more than those. */
  takePackages(): void {
    const packages = join(PROJECT, "node_modules");
    mkdirSync(join(this.project, "node_modules"));
    for (const name of readdirSync(packages))
      symlinkSync(join(packages, name), join(this.project, "node_modules", name));
  }

  /** Publishes this machine's own Terraform, and lets the project know the sum of it. */
  publishTerraform(): TestArchive {
    const archive = new TestArchive("zip", { terraform: readFileSync(found("terraform")) });
    const file = join(this.project, RELEASES);
    const releases = (JSON.parse(readFileSync(file, "utf8")) as Release[]).map((release) => {
      const machine = `${platform()}-${arch()}`;
      const { address } = release.archives[machine]!;
      const published = { ...release.archives, [machine]: { address, sha256: archive.sum("sha256") } };
      return release.name === "terraform" ? { ...release, archives: published } : release;
    });
    writeFileSync(file, JSON.stringify(releases));
    return archive;
  }

  /** Runs a line that a user types. */
  run(line: string, env: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const clean = Object.entries(process.env).filter(
      ([name]) => !/^((AWS|TF|TERRAFORM|LOCAL|EMULATOR|npm)_|NODE_OPTIONS$)/.test(name),
    );
    const own = { ...Object.fromEntries(clean), HOME: this.home, PATH: this.bin, ...env };
    return execute(join(this.bin, "sh"), ["-c", line], own, this.project, this.user);
  }

  /** A search path with all that the system has beside: tests call more than a rehearsal. */
  get systemPath(): string {
    return [this.bin, "/usr/bin", "/bin"].join(delimiter);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Only root may become somebody else; a program below its home is nobody else's. */
function runsForNobody(program: string): boolean {
  return spawnSync(program, ["--version"], NOBODY).status === 0;
}

/** What is of the project, in a clone and in an archive that was unpacked. */
function filesOfProject(): string[] {
  if (existsSync(join(PROJECT, ".git"))) {
    const list = execFileSync("git", ["ls-files", "-z"], { cwd: PROJECT, encoding: "utf8" });
    return list.split("\0").filter((name) => name !== "" && existsSync(join(PROJECT, name)));
  }
  const made = ["node_modules", ".local", "cdktf.out", "logs", "state"];
  return readdirSync(PROJECT)
    .filter((name) => !made.includes(name))
    .flatMap((name) =>
      statSync(join(PROJECT, name)).isDirectory()
        ? readdirSync(join(PROJECT, name), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)))
        : name,
    );
}

/** Where the program is itself, not a link or a stand-in. */
function found(name: string): string {
  const directories = process.env.PATH!.split(delimiter).filter((path) => !path.includes("/shims"));
  const path = directories.map((directory) => join(directory, name)).find((file) => existsSync(file));
  if (path === undefined) throw new Error(`${name} is not on the PATH`);
  return realpathSync(path);
}
