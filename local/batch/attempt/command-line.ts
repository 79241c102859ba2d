import type { EksContainer, EksContainerEnvironmentVariable } from "@aws-sdk/client-batch";

/**
 * Replaces `$(NAME)` as Kubernetes does: a name that is not in the environment stays as it is,
 * and `$$` stands for one dollar sign.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expand(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (reference, name?: string) =>
    name === undefined ? "$" : (environment[name] ?? reference),
  );
}

/** The variables by name; a value may refer to those before it. */
export function expandVariables(
  variables: readonly EksContainerEnvironmentVariable[],
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const { name, value = "" } of variables) {
    if (name) environment[name] = expand(value, environment);
  }
  return environment;
}

/**
 * What a container executes: its command, which replaces the entrypoint of its image, and its arguments.
 *
 * @returns an empty list when the container has no command: only its image would know
 */
export function commandLine(
  container: EksContainer,
  environment: Readonly<Record<string, string>>,
): string[] {
  if (!container.command?.length) return [];
  return [...container.command, ...(container.args ?? [])].map((word) => expand(word, environment));
}
