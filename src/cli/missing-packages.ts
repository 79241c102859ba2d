/*
 * Imported first by every command: a package that is missing in node_modules, such as after an update of the
 * project or a removal by hand, would end it with a trace.
 */
process.on("uncaughtException", (error: NodeJS.ErrnoException) => {
  const missing = missingPackage(error);
  // oxlint-disable-next-line no-console -- what writes to people may be what is missing
  console.error(missing === undefined ? error : toldMissing(missing));
  process.exit(1);
});

/** @returns the name of the package whose absence an error is about; undefined for any other error */
export function missingPackage({ code, message }: NodeJS.ErrnoException): string | undefined {
  if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") return undefined;
  // A file of the project itself is named by its path.
  return /^Cannot find (?:module|package) '((?:@[\w.-]+\/)?[\w-][\w.-]*)/.exec(message)?.[1];
}

export function toldMissing(name: string): string {
  return `The package ${name} is missing in node_modules. Install the packages again: npm ci`;
}
