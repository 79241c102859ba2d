const STRING = /^(\w+) = "(.*)"$/;
const REFERENCES = /^ *(?:depends_on|ignore_changes|replace_triggered_by) = \[$/;
const HEREDOC = /(?<!chomp\()<<EOF\n([^]*?)\nEOF(,?)$/gm;
const CONDITION = /^ *(postcondition|precondition) = \[\n\{\n([^]*?)\n\},?\n\]$/gm;

/**
 * Corrects what CDKTF's HCL gets wrong, so that Terraform takes it: quotes in strings with references are not
 * escaped, conditions are written as arguments, the references of a `lifecycle` as strings, and texts of several
 * lines end with a line break more, or in a list with a comma that takes their end away.
 *
 * @param hcl a stack as the app writes it, not yet formatted
 */
export function plainHcl(hcl: string): string {
  let isInReferences = false;
  const lines = hcl.split("\n").map((line) => {
    if (REFERENCES.test(line)) isInReferences = true;
    else if (line === "]") isInReferences = false;
    else if (isInReferences) return line.replaceAll('"', "");
    const [, name, value] = STRING.exec(line) ?? [];
    return name && hasBareQuotes(value!) ? `${name} = ${heredoc(value!)}` : line;
  });
  return lines.join("\n").replace(CONDITION, "$1 {\n$2\n}").replace(HEREDOC, "chomp(<<EOF\n$1\nEOF\n)$2");
}

/** Whether there are quotes outside of references, where they would have to be escaped. */
function hasBareQuotes(value: string): boolean {
  return value.replace(/\\.|\$\{[^}]*\}/g, "").includes('"');
}

/** In a heredoc, quotes stand for themselves, and references work. */
function heredoc(value: string): string {
  return `chomp(<<EOT\n${value}\nEOT\n)`;
}
