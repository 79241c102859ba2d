import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** A file that cannot be read, or does not hold what it should, told in a sentence with its name and what to do. */
export class FileError extends Error {}

/** No file of this project comes near it: a state of a whole environment has less than 1 MB. */
const MAX_BYTES = 64 << 20;

/**
 * Reads a text file. Other than `readFileSync` it never waits: a named pipe and a device are refused at once.
 *
 * @param path as a person calls the file
 * @returns undefined when there is no such file
 * @throws FileError when it is no regular file, is too large, or cannot be read
 */
export function readFile(path: string): string | undefined {
  const file = open(path);
  if (file === undefined) return undefined;
  try {
    const status = fstatSync(file);
    if (!status.isFile()) {
      const kind = status.isDirectory() ? "a directory" : status.isFIFO() ? "a named pipe" : "a device";
      throw new FileError(
        `${path} is ${kind}, but must be a regular file: put the file itself in its place.`,
      );
    }
    if (status.size > MAX_BYTES) {
      const size = `${Math.round(status.size / (1 << 20))} MB`;
      throw new FileError(`${path} is too large (${size}) to be the file that it should be: move it away.`);
    }
    return readFileSync(file, "utf8");
  } catch (error) {
    throw error instanceof FileError ? error : unreadable(path, error);
  } finally {
    closeSync(file);
  }
}

/**
 * Reads a JSON object from a file.
 *
 * @param remedy what to do about a file that holds none, in sentences
 * @returns undefined when there is no such file
 * @throws FileError
 */
export function readJsonFile(path: string, remedy: string): Readonly<Record<string, unknown>> | undefined {
  const text = readFile(path);
  return text === undefined ? undefined : parseJsonObject(text, path, remedy);
}

/**
 * @param address of the text, as a person calls it
 * @throws FileError
 */
export function parseJsonObject(
  text: string,
  address: string,
  remedy: string,
): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Told below.
  }
  throw new FileError(`${address} is damaged: it holds no JSON object. ${remedy}`);
}

/** A named pipe without a writer would keep an ordinary open waiting for ever. */
function open(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): FileError {
  const { code = "unknown error" } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "you may not read it (EACCES): change its owner or mode",
    EPERM: "you may not read it (EPERM): change its owner or mode",
    ELOOP: "it is a link that leads to itself (ELOOP): remove it",
    ENOTDIR: "a part of its path is no directory (ENOTDIR): correct the path",
    EISDIR: "it is a directory (EISDIR): put the file itself in its place",
    ENXIO: "it is a socket or a device (ENXIO): put the file itself in its place",
  };
  return new FileError(`${path} cannot be read: ${reasons[code] ?? `${code}, look at its disk`}.`);
}
