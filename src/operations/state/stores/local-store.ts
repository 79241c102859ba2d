import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { readFile } from "../../../model/read-file";
import type { StateStore } from "./state-store";

/** States in files below a directory. */
export class LocalStore implements StateStore {
  constructor(readonly root: string) {}

  async list(environment = ""): Promise<string[]> {
    const directory = join(this.root, environment);
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(unlessMissing);
    const files = (entries ?? []).filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => relative(this.root, join(parentPath, name))).sort();
  }

  // oxlint-disable-next-line typescript/require-await -- errors reach the caller as from any store
  async read(name: string): Promise<string | undefined> {
    return readFile(this.address(name));
  }

  async write(name: string, text: string): Promise<void> {
    const file = await this.fileToWrite(name);
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }

  async create(name: string, text: string): Promise<boolean> {
    const file = await this.fileToWrite(name);
    try {
      await writeFile(file, text, { flag: "wx", mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await rm(this.address(name), { force: true });
  }

  address(name: string): string {
    return join(this.root, name);
  }

  private async fileToWrite(name: string): Promise<string> {
    const file = this.address(name);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return file;
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
