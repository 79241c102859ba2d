import { closest, distance } from "fastest-levenshtein";
import { shownPath, type Path } from "./problem";
import { jobFileJsonSchema } from "./schema";

const BY_QUEUE =
  "AWS Batch chooses the nodes, and takes none of it: say with queue where the job goes, such as one of " +
  "aws_batch_compute_environments";

/** What others call it, or what AWS Batch does not have. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  nodeSelector: BY_QUEUE,
  affinity: BY_QUEUE,
  tolerations: BY_QUEUE,
  nodeName: BY_QUEUE,
  topologySpreadConstraints: BY_QUEUE,
  containers: "write image and command of the first container at the top, the others below sidecars",
  initContainers: "write init",
  serviceAccountName: "write serviceAccount, or role for one of job_roles",
  volumeMounts: "write mounts",
  resources: "write cpu, memory and gpu",
  vcpus: "write cpu",
  vcpu: "write cpu",
  gpus: "write gpu",
  retryStrategy: "write retry",
  retries: "write retry with attempts",
  attempts: "write it below retry",
  restartPolicy: "AWS Batch starts no container again: write retry",
  envFrom: "AWS Batch puts no secret into the environment: write secrets",
  valueFrom: "AWS Batch puts no secret into the environment: write secrets",
  arraySize: "write array",
  jobDefinitionName: "write name",
  persistentVolumeClaim: "write claim",
  mountPath: "write path",
  claimName: "write name",
  secretName: "write name",
};

/** What to write in place of a key that job files do not have. */
export function unknownKey(path: Path, key: string): string {
  const whole = shownPath([...path, key]);
  const known = keysAt(path);
  const other = Object.hasOwn(OTHER_WORDS, key) ? OTHER_WORDS[key] : undefined;
  if (other !== undefined) return `${whole} is not a key here: ${other}`;
  const nearest = closest(key, known);
  const isNear = distance(key.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, nearest.length / 3);
  return isNear
    ? `${whole} is not a key here: did you mean ${nearest}?`
    : `${whole} is not a key here: write one of ${known.join(", ")}`;
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode;
}

/** The keys that the map at a path may have. */
function keysAt(path: Path): string[] {
  let node: SchemaNode | undefined = jobFileJsonSchema();
  for (const key of path) {
    node =
      typeof key === "number"
        ? node?.items
        : (node?.properties?.[String(key)] ?? (node?.additionalProperties || undefined));
  }
  return Object.keys(node?.properties ?? {});
}
