import type { Path, Problem } from "./problem";
import type { ContainerFile, JobFile, PodFile } from "./schema";

/** The container that stands at the top of a pod is called so unless the file says otherwise. */
export const MAIN_CONTAINER = "main";

/** What no key of a job file shows alone. */
export function brokenRules(file: JobFile): Problem[] {
  const groups = file.nodes?.groups ?? [];
  return [
    ...podProblems(file, []),
    ...groups.flatMap((group, index) =>
      podProblems({ ...file, ...definedIn(group) }, ["nodes", "groups", index]),
    ),
    ...unusedParameters(file),
    ...(file.array !== undefined && file.nodes
      ? [
          {
            path: ["array"],
            isKey: true,
            text: "array cannot stand beside nodes: AWS Batch has no array of multi-node jobs",
          },
        ]
      : []),
  ];
}

/** What a group says; a key without a value says nothing. */
export function definedIn<T extends object>(group: T): Partial<T> {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Partial<T>;
}

interface PlacedContainer {
  readonly path: Path;
  readonly name: string;
  readonly container: ContainerFile;
}

/** @param base where the pod's keys stand */
function podProblems(pod: PodFile, base: Path): Problem[] {
  const placed: PlacedContainer[] = [
    { path: base, name: pod.container ?? MAIN_CONTAINER, container: pod },
    ...(["init", "sidecars"] as const).flatMap((kind) =>
      (pod[kind] ?? []).map((container, index) => ({
        path: [...base, kind, index],
        name: container.name,
        container,
      })),
    ),
  ];
  const names = placed.map(({ name }) => name);
  const volumes = Object.keys(pod.volumes ?? {});
  return [
    ...(pod.role !== undefined && pod.serviceAccount !== undefined
      ? [
          {
            path: [...base, "serviceAccount"],
            isKey: true,
            text: "serviceAccount cannot stand beside role: keep one",
          },
        ]
      : []),
    ...(pod.role !== undefined && pod.namespace !== undefined
      ? [
          {
            path: [...base, "namespace"],
            isKey: true,
            text: "namespace cannot stand beside role, whose service account is in AWS Batch's namespace",
          },
        ]
      : []),
    ...placed.flatMap((each, index) => [
      ...containerProblems(each, volumes),
      ...(names.indexOf(each.name) < index
        ? [
            {
              path: [...each.path, "name"],
              text: `name must be another one: there is a container ${each.name} already`,
            },
          ]
        : []),
    ]),
  ];
}

function containerProblems({ path, container }: PlacedContainer, volumes: readonly string[]): Problem[] {
  const { command, args, cpu, cpuLimit, mounts = [] } = container;
  return [
    ...(typeof command === "string" && args
      ? [
          {
            path: [...path, "args"],
            isKey: true,
            text: "args cannot stand beside a command that is a line: write them into the line",
          },
        ]
      : []),
    ...(cpuLimit !== undefined && cpuLimit < cpu
      ? [{ path: [...path, "cpuLimit"], text: `cpuLimit must be at least cpu (${cpu}), got ${cpuLimit}` }]
      : []),
    ...mounts.flatMap(({ volume }, index) =>
      volumes.includes(volume)
        ? []
        : [
            {
              path: [...path, "mounts", index, "volume"],
              text: `volume must be a key of volumes (${volumes.join(", ") || "there is none"}), got "${volume}"`,
            },
          ],
    ),
  ];
}

/** AWS Batch ignores them: a misspelt one would go unnoticed. */
function unusedParameters(file: JobFile): Problem[] {
  const pods: PodFile[] = [
    file,
    ...(file.nodes?.groups ?? []).map((group) => ({ ...file, ...definedIn(group) })),
  ];
  const words = pods
    .flatMap((pod) => [pod, ...(pod.init ?? []), ...(pod.sidecars ?? [])])
    .flatMap(({ command = [], args = [] }) => [command, args].flat());
  const unused = Object.keys(file.parameters ?? {}).filter((name) => !words.includes(`Ref::${name}`));
  return unused.map((name) => ({
    path: ["parameters", name],
    isKey: true,
    text: `parameters.${name} is used nowhere: a list of words must have the word Ref::${name}`,
  }));
}
