import { VariablesError } from "../model/load-variables";
import { CliError } from "../operations/terminal/cli-error";
import { errorKind, explainError } from "../operations/aws/errors";
import { failureReport } from "../operations/terraform/failure-report";
import { isToldToEnd } from "../operations/terraform/logged-process";
import { TerraformError } from "../operations/terraform/terraform";

/** Runs a command to its end; what went wrong is told in words, a defect of ours with its trace. */
export function run(command: () => Promise<void> | void): void {
  Promise.resolve()
    .then(command)
    .catch((error: unknown) => {
      console.error(explain(error));
      process.exitCode = 1;
    });
}

function explain(error: unknown): unknown {
  if (error instanceof TerraformError) {
    const asked = isToldToEnd() ? "Stopped, as you asked; this was under way:\n" : "";
    return asked + failureReport(error);
  }
  if (error instanceof CliError || error instanceof VariablesError) return error.message;
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  // What went wrong on this machine is of kind "other".
  if (errorKind(error) !== "other") return `${explainError(error)} Start again to go on from here.`;
  if (code === "ENOSPC") return `The disk is full: ${message}. Make room, then start again; nothing is lost.`;
  if (syscall) return `${message}. Run this in a directory that you can write, with the tools installed.`;
  return error;
}
