import type { Command } from "commander";
import { JobFileError, type NamedJobFile } from "../../model/job-file/parse";
import { deregisterNames, diffFiles, registerFiles } from "../../operations/jobs/commands/definitions";
import type { JobContext } from "../../operations/jobs/commands/job-context";
import { invocation, UsageError } from "../../operations/jobs/model/command-line";
import { jobFileOption } from "./options";

interface FileFlags {
  readonly file?: readonly string[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const FILES = "job files, such as jobs/*.yaml (docs/job-files.md)";

/** Adds the commands for definitions in files. */
export function addDefinitionCommands(
  add: (name: string, description: string, ...examples: string[]) => Command,
  context: () => JobContext,
): void {
  const addForFiles = (name: string, description: string, what = FILES): Command =>
    add(name, description, invocation(name, "examples/packed.yaml"))
      .argument("[file...]", what)
      .option(
        "-f, --file <file>",
        "the same as an argument; may be repeated",
        (file, earlier: string[] = []) => [...earlier, file],
      );
  addForFiles("validate", "look whether job files are as they should be").action(
    (files: string[], flags: FileFlags) => {
      const read = filesOf(files, flags);
      for (const { name, path } of read)
        context().tell(`${path} is a valid job file: job definition ${name}.`);
    },
  );
  addForFiles("diff", "tell what registering job files would change").action(
    (files: string[], flags: FileFlags) => diffFiles(context(), filesOf(files, flags)),
  );
  addForFiles("register", "register the job definitions of files, as far as their content has changed")
    .option("--dry-run", "tell what would change, and change nothing")
    .option("--json", "one JSON object a line, for programs")
    .action((files: string[], flags: FileFlags) => {
      const { dryRun = false, json = false } = flags;
      return registerFiles(context(), filesOf(files, flags), { dryRun, json });
    });
  addForFiles(
    "deregister",
    "remove job definitions that files made",
    "job files, or names of their job definitions",
  )
    .option("--dry-run", "tell what would go, and remove nothing")
    .option("--json", "one JSON object a line, for programs")
    .action((words: string[], flags: FileFlags) => {
      const { dryRun = false, json = false } = flags;
      const names = pathsOf(words, flags).map((word) =>
        /\.ya?ml$/.test(word) ? jobFileOption(word).name : word,
      );
      return deregisterNames(context(), names, { dryRun, json });
    });
}

/** @throws JobFileError with the problems of all files at once */
function filesOf(files: readonly string[], flags: FileFlags): (NamedJobFile & { readonly path: string })[] {
  const problems: string[] = [];
  const read = pathsOf(files, flags).flatMap((path) => {
    try {
      return [{ ...jobFileOption(path), path }];
    } catch (error) {
      if (!(error instanceof JobFileError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new JobFileError(problems);
  return read;
}

/** @throws UsageError */
function pathsOf(files: readonly string[], { file = [] }: FileFlags): string[] {
  const all = [...files, ...file];
  if (all.length === 0) throw new UsageError("Say which job file.");
  return all;
}
