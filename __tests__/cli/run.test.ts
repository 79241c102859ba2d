import { inspect } from "node:util";
import { CliError, Interrupted } from "../../src/operations/terminal/cli-error";
import { missingPackage, toldMissing } from "../../src/cli/missing-packages";
import { run } from "../../src/cli/run";
import { VariablesError } from "../../src/model/load-variables";
import { FileError } from "../../src/model/read-file";

/** What a user is told when a command ends so. */
async function toldOf(error: Error, status = 1): Promise<unknown> {
  const print = jest.spyOn(console, "error").mockReset();
  run(() => Promise.reject(error));
  await new Promise(setImmediate);
  expect(process.exitCode).toBe(status);
  const [[told] = []] = print.mock.calls;
  return told;
}

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = 0;
});

const systemError = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: ${syscall} 'state/x'`), { code, syscall });

it("prints the sentence of what the user did or met", async () => {
  expect(await toldOf(new CliError("No answer."))).toBe("No answer.");
  expect(await toldOf(new VariablesError(["one", "two"]))).toBe("one\ntwo");
});

it("says of a full disk what to do", async () => {
  expect(await toldOf(systemError("ENOSPC", "write"))).toMatch(/^The disk is full: .* Make room, then start/);
});

it.each(["EACCES", "EROFS", "ENOTDIR"])("says of %s where to run instead", async (code) => {
  expect(await toldOf(systemError(code, "open"))).toMatch(/state\/x'\. Run this in a directory that you can/);
});

it("says in a line what AWS refused", async () => {
  const message = "User: jo is not authorized to perform: batch:DescribeJobQueues";
  const denied = Object.assign(new Error(message), { name: "AccessDeniedException", $metadata: {} });
  expect(await toldOf(denied)).toBe(
    `AWS could not be asked: not allowed: ${message}. Start again to go on from here.`,
  );
});

it("says in a line that AWS was not reached", async () => {
  const unreachable = Object.assign(new Error("getaddrinfo ENOTFOUND x"), {
    code: "ENOTFOUND",
    syscall: "getaddrinfo",
  });
  expect(await toldOf(unreachable)).toMatch(
    /^AWS could not be asked: the endpoint was not reached \(ENOTFOUND/,
  );
});

it("shows a defect of its own with its trace", async () => {
  const defect = new TypeError("x is undefined");
  expect(await toldOf(defect)).toBe(inspect(defect));
});

it("ends with the status of SIGINT after Ctrl-C at a question", async () => {
  expect(await toldOf(new Interrupted("No answer."), 130)).toBe("No answer.");
});

it("names a file that cannot be read", async () => {
  expect(await toldOf(new FileError("state/x is a directory."))).toBe("state/x is a directory.");
});

describe("a package that is missing in node_modules", () => {
  const notFound = (message: string): NodeJS.ErrnoException =>
    Object.assign(new Error(message), { code: "MODULE_NOT_FOUND" });

  it.each([
    ["Cannot find module 'zod'\nRequire stack:\n- /x/src/a.ts", "zod"],
    ["Cannot find module '@aws-sdk/client-sts/dist-cjs/index.js'", "@aws-sdk/client-sts"],
  ])("is named: %j", (message, name) => {
    expect(missingPackage(notFound(message))).toBe(name);
    expect(toldMissing(name)).toBe(
      `The package ${name} is missing in node_modules. Install the packages again: npm ci`,
    );
  });

  it("is no file of the project, and no other error", () => {
    expect(missingPackage(notFound("Cannot find module './run'"))).toBeUndefined();
    expect(missingPackage(new Error("Cannot find module 'zod'"))).toBeUndefined();
  });
});
