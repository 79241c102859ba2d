import { inspect } from "node:util";
import { VariablesError } from "../model/load-variables";
import { FileError } from "../model/read-file";
import { CliError } from "../operations/terminal/cli-error";
import { errorKind, explainError } from "../operations/aws/errors";
import { failureReport } from "../operations/terraform/failure-report";
import { isToldToEnd } from "../operations/terraform/logged-process";
import { TerraformError } from "../operations/terraform/terraform";
import { complain, endWhenUnread } from "../operations/terminal/output";
import { endWithParent } from "../operations/terminal/parent";

/** Runs a command to its end; what went wrong is told in words, a defect of ours with its trace. */
export function run(command: () => Promise<void> | void): void {
  endWhenUnread();
  // npm ends the shell that it started, and not what that started.
  if (process.env.npm_lifecycle_event) endWithParent();
  Promise.resolve()
    .then(command)
    .catch((error: unknown) => {
      complain(explain(error));
      process.exitCode = error instanceof CliError ? error.status : 1;
    });
}

function explain(error: unknown): string {
  if (error instanceof TerraformError) return failureReport(error, isToldToEnd());
  if (error instanceof CliError || error instanceof VariablesError || error instanceof FileError) {
    return error.message;
  }
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  // What went wrong on this machine is of kind "other".
  if (errorKind(error) !== "other") return `${explainError(error)} Start again to go on from here.`;
  if (code === "ENOSPC") return `The disk is full: ${message}. Make room, then start again; nothing is lost.`;
  if (syscall) return `${message}. Run this in a directory that you can write, with the tools installed.`;
  return inspect(error);
}
