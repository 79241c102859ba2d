import type { Kubectl } from "../aws/kubectl";

interface Namespace {
  readonly status?: {
    readonly conditions?: readonly { readonly status: string; readonly message?: string }[];
  };
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly finalizers?: readonly string[] };
  }[];
}

/** What keeps a namespace in Terminating, a sentence each; nothing where kubectl may not ask. */
export async function whatHolds(namespace: string, kubectl: Pick<Kubectl, "run">): Promise<string[]> {
  const ask = async <T>(...args: string[]): Promise<T | undefined> => {
    const { status, stdout } = await kubectl.run("get", ...args, "--output", "json");
    return status === 0 ? (JSON.parse(stdout) as T) : undefined;
  };
  const [found, pods] = await Promise.all([
    ask<Namespace>("namespace", namespace),
    ask<PodList>("pods", "--namespace", namespace),
  ]);
  const conditions = (found?.status?.conditions ?? []).filter(({ status }) => status === "True");
  return [
    ...conditions.flatMap(({ message }) => message ?? []),
    ...(pods?.items ?? []).map(({ metadata: { name, finalizers = [] } }) =>
      finalizers.length === 0
        ? `pod ${name} is still there`
        : `pod ${name} has finalizer ${finalizers.join(", ")}`,
    ),
  ];
}
