import type { Command } from "commander";
import { JOB_STATES } from "../../operations/jobs/model/states";

/** Values of options, as far as they are known beforehand. */
const VALUES: Readonly<Record<string, readonly string[]>> = { "--status": JOB_STATES };

/**
 * A script for bash and, through its bashcompinit, zsh: it defines the function `job`, short for
 * `npm run job --`, and completes its commands and options.
 *
 * @param directory of the project
 * @param environmentValues values of further options, by option
 */
export function completionScript(
  program: Command,
  directory: string,
  environmentValues: Readonly<Record<string, readonly string[]>>,
): string {
  const commands = program.commands.map((command) => command.name());
  const values = { ...VALUES, ...environmentValues };
  const cases = program.commands.map((command) => {
    const options = command.options.flatMap(({ long }) => long ?? []);
    const words = [...options, "--help", ...(command.name() === "completion" ? ["bash", "zsh"] : [])];
    return `    ${command.name()}) words="${words.join(" ")}" ;;`;
  });
  const valueCases = Object.entries(values).map(
    ([option, known]) =>
      `    ${option}) COMPREPLY=($(compgen -W "${known.join(" ")}" -- "$current")); return ;;`,
  );
  return `# Completion for npm run job. Use it:  source <(npm run --silent job -- completion bash)
if [ -n "\${ZSH_VERSION-}" ]; then
  autoload -U +X compinit && compinit
  autoload -U +X bashcompinit && bashcompinit
fi

job() {
  npm --prefix ${quoted(directory)} run --silent job -- "$@"
}

_job() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  case "$previous" in
${valueCases.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) words="${commands.join(" ")}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _job job
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
