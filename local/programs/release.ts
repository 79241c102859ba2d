import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { arch, platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ProcessLock } from "../process-lock";
import { download, DownloadError, type PublishedFile } from "./download";
import { MissingPython, python } from "./python";
import releases from "./releases.json";

/** Names a directory on the web that has the archives under their own names, such as behind a firewall. */
export const MIRROR_VARIABLE = "PROGRAMS_MIRROR";

/** A release of programs as their makers publish it, in an archive for each platform. */
export interface Release {
  readonly name: string;
  /** As a person calls it. */
  readonly title: string;
  readonly version: string;
  /** Where people get it. */
  readonly page: string;
  /** Paths in the archive. */
  readonly programs: readonly string[];
  /** By platform and processor, as Node.js calls them. */
  readonly archives: Readonly<Record<string, Archive | undefined>>;
}

interface Archive {
  readonly address: string;
  readonly sha256?: string;
  readonly sha512?: string;
}

const RELEASES: readonly Release[] = releases;

export const TERRAFORM = RELEASES.find(({ name }) => name === "terraform")!;

/**
 * The release with the API server of a Kubernetes version, etcd and kubectl.
 *
 * @param minor such as `1.36`
 */
export function kubernetesRelease(minor: string): Release | undefined {
  return RELEASES.find(({ name, version }) => name === "kubernetes" && version.startsWith(`${minor}.`));
}

/** @returns the directory with a release's programs; undefined when it was not brought yet */
export function broughtRelease(release: Release, root: string): string | undefined {
  const directory = programsOf(release, root);
  return existsSync(directory) ? directory : undefined;
}

function programsOf({ name, version, programs }: Release, root: string): string {
  return join(root, `${name}-${version}`, dirname(programs[0]!));
}

/** A program that is missing and cannot be brought, in one sentence with its page. */
export class CannotBring extends Error {
  constructor(title: string, reason: string, page: string) {
    super(
      `${title.replace(/^the /, "The ")} is missing, and cannot be downloaded (${reason}); get it from ${page}`,
    );
  }
}

/**
 * Downloads a release and unpacks it, unless it is there.
 *
 * @param root directory of everything that was brought
 * @returns the directory with its programs
 * @throws CannotBring
 */
export async function bring(release: Release, root: string): Promise<string> {
  const brought = broughtRelease(release, root);
  if (brought !== undefined) return brought;
  const directory = join(root, `${release.name}-${release.version}`);
  const title = `${release.title} ${release.version}`;
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    await alone(join(root, `${release.name}.lock`), title, async () => {
      if (!existsSync(directory)) await downloadInto(directory, release, title);
    });
  } catch (error) {
    throw new CannotBring(title, reasonOf(error, root), release.page);
  }
  return programsOf(release, root);
}

async function downloadInto(directory: string, release: Release, title: string): Promise<void> {
  const published = publishedFile(release);
  const archive = join(dirname(directory), basename(published.address));
  const unpacked = `${directory}.part`;
  const progress = new Progress(`Downloading ${title} from ${new URL(published.address).host}`);
  try {
    await download(published, archive, (arrived, total) => progress.show(arrived, total));
    rmSync(unpacked, { recursive: true, force: true });
    execFileSync(python(), ["-I", "-c", UNPACK, archive, unpacked], { stdio: ["ignore", "ignore", "pipe"] });
    // Archives of the format ZIP are unpacked without the right to run anything.
    for (const program of release.programs) chmodSync(join(unpacked, program), 0o755);
    renameSync(unpacked, directory);
  } finally {
    progress.end();
    for (const left of [archive, unpacked]) rmSync(left, { recursive: true, force: true });
  }
}

/** Python is there, for moto; `unzip` and `tar` need not be. */
const UNPACK = "import shutil, sys; shutil.unpack_archive(sys.argv[1], sys.argv[2])";

function publishedFile({ archives }: Release): PublishedFile {
  const machine = `${platform()}-${arch()}`;
  const archive = archives[machine];
  if (!archive) throw new DownloadError(`no archive for this machine (${machine}) is known`);
  const { address, sha256, sha512 } = archive;
  const mirror = process.env[MIRROR_VARIABLE]?.replace(/\/+$/, "");
  return {
    address: mirror ? `${mirror}/${basename(address)}` : address,
    ...(sha512 ? { algorithm: "sha512", sum: sha512 } : { algorithm: "sha256", sum: sha256! }),
  };
}

/** How far a download is, in one line: on a terminal it is written anew, elsewhere once. */
class Progress {
  private shown = "";
  private readonly isTerminal = process.stderr.isTTY;

  constructor(private readonly text: string) {}

  show(arrived: number, total: number | undefined): void {
    const size = total === undefined ? "" : `, ${inMegabytes(total)}`;
    const share = total === undefined ? inMegabytes(arrived) : `${Math.floor((100 * arrived) / total)} %`;
    const line = `${this.text}${size} ...${this.isTerminal ? ` ${share}` : ""}`;
    if (line === this.shown) return;
    this.shown = line;
    process.stderr.write(this.isTerminal ? `\r${line}` : `${line}\n`);
  }

  end(): void {
    if (this.isTerminal && this.shown) process.stderr.write("\n");
  }
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

/** Does something while no other process of this working copy does it. */
export async function alone<T>(file: string, title: string, action: () => Promise<T> | T): Promise<T> {
  const lock = new ProcessLock(file);
  for (let isTold = false; !lock.take(); isTold = true) {
    if (!isTold) console.error(`Process ${lock.owner()} brings ${title}: waiting for it ...`);
    await sleep(200);
  }
  try {
    return await action();
  } finally {
    lock.giveBack();
  }
}

export function reasonOf(error: unknown, root: string): string {
  if (error instanceof DownloadError || error instanceof MissingPython) return error.message;
  const { code, message, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: Buffer };
  if (code === "ENOSPC" || code === "EDQUOT") return `the disk is full (${code})`;
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") return `${root} cannot be written (${code})`;
  return stderr?.toString().trim().split("\n").at(-1) || message;
}
