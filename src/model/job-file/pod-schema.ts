import { z } from "zod";
import { bool, integer, text } from "../variables/schemas";

/*
 * The part of a job file that becomes a pod. Messages complete a sentence that begins with the key, as in "cpu must
 * be ...". The descriptions are what an editor shows.
 */

/** Text of a form; whatever else it is has the same message. */
export const formed = (form: RegExp, error: string): z.ZodString =>
  z.string({ error }).regex(form, { error });

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_RULE = "1 to 63 lower-case letters, digits or hyphens, with no hyphen at either end";
const dnsLabel = formed(DNS_LABEL, `must be ${LABEL_RULE}`);
const subdomain = formed(
  /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
  "must be a name in Kubernetes: lower-case letters, digits, hyphens and dots",
);
const path = formed(/^\/[^:]*$/, "must be an absolute path, such as /scratch");

const words = z
  .array(text(), { error: "must be a list of words" })
  .min(1, { error: "must have at least one word" });

export const strings = (what: string): z.ZodRecord<z.ZodString, z.ZodString> =>
  z.record(text(), z.string({ error: "must be text: write it in quotes" }), {
    error: ({ code }) => (code === "invalid_type" ? `must be a map of ${what}` : undefined),
  });

const CPU = "must be a multiple of 0.25 from 0.25 on, such as 0.5 or 2";
const cpu = z
  .number({ error: CPU })
  .min(0.25, { error: CPU })
  .max(1024, { error: "must be at most 1024" })
  .multipleOf(0.25, { error: CPU });

const securityContext = z
  .strictObject({
    runAsUser: z.int({ error: "must be the number of a user" }).min(0).optional(),
    runAsGroup: z.int({ error: "must be the number of a group" }).min(0).optional(),
    runAsNonRoot: bool.optional(),
    privileged: bool.optional(),
    allowPrivilegeEscalation: bool.optional(),
    readOnlyRootFilesystem: bool.optional(),
  })
  .describe("As whom, and with which privileges, the container runs.");

const mount = z.strictObject({
  volume: dnsLabel.describe("A key of volumes."),
  path: path.describe("Where the container sees it."),
  subPath: text().min(1).optional().describe("A folder in the volume, in place of its root."),
  readOnly: bool.optional(),
});

/** AWS Batch keeps names that begin with AWS_BATCH for itself. */
const environment = z
  .record(
    formed(
      /^(?!AWS_BATCH)[A-Za-z_.-][A-Za-z0-9_.-]*$/,
      "must have names of letters, digits and _.- that do not begin with AWS_BATCH",
    ),
    z.string({ error: "must be text: write it in quotes" }),
    { error: ({ code }) => (code === "invalid_type" ? "must be a map of names and texts" : undefined) },
  )
  .describe("Environment variables. A secret belongs into secrets, or is read with a role.");

/** The keys of a container. */
export const containerShape = {
  image: formed(/^\S+$/, "must be an image, such as public.ecr.aws/docker/library/python:3.13").describe(
    "The container image, with its registry and tag.",
  ),
  imagePullPolicy: z
    .enum(["Always", "IfNotPresent", "Never"], { error: "must be Always, IfNotPresent or Never" })
    .optional()
    .describe("When the image is pulled. Unless set: Always for the tag latest, else IfNotPresent."),
  command: z
    .union([text().min(1), words], { error: "must be a line for a shell, or a list of words" })
    .optional()
    .describe(
      "A line for /bin/sh, or a list of words that is run as it is. Unless set: the image's ENTRYPOINT.",
    ),
  args: words.optional().describe("Arguments of the command, or of the image's ENTRYPOINT."),
  cpu: cpu.describe("vCPUs, in steps of 0.25."),
  cpuLimit: cpu.optional().describe("vCPUs that it may use where the node has some left. Unless set: cpu."),
  memory: formed(
    /^(([4-9]|[1-9]\d+)Mi|[1-9]\d*Gi)$/,
    "must be whole MiB or GiB, at least 4Mi, such as 512Mi or 2Gi",
  ).describe("Memory that it gets and may not exceed, such as 512Mi or 2Gi."),
  gpu: integer(1).optional().describe("Whole NVIDIA GPUs; the queue must have them."),
  env: environment.optional(),
  secrets: z
    .record(
      formed(
        /^[a-z0-9]([-a-z0-9]{0,54}[a-z0-9])?$/,
        "must have keys that are names of Kubernetes secrets; one with a dot belongs into volumes",
      ),
      path,
      { error: ({ code }) => (code === "invalid_type" ? "must be a map of names and paths" : undefined) },
    )
    .optional()
    .describe(
      "Secrets of Kubernetes in AWS Batch's namespace, each with the path below which its keys are files. " +
        "AWS Batch puts no secret into the environment.",
    ),
  mounts: z
    .array(mount, { error: "must be a list of objects with volume and path" })
    .optional()
    .describe("Volumes that the container sees."),
  securityContext: securityContext.optional(),
};

const namedContainer = z.strictObject({
  name: dnsLabel.describe("Name of the container."),
  ...containerShape,
});
const containers = (): z.ZodArray<typeof namedContainer> =>
  z
    .array(namedContainer, { error: "must be a list of containers, each with a name" })
    .max(9, { error: "must have at most 9 containers" });

const volume = z
  .strictObject({
    emptyDir: z
      .strictObject({
        medium: z.enum(["Memory"], { error: "must be Memory; leave it out for the node's disk" }).optional(),
        sizeLimit: formed(/^[1-9]\d*(Mi|Gi|Ti)$/, "must be a size such as 10Gi").optional(),
      })
      .optional()
      .describe("An empty folder that lives as long as the pod. {} takes the node's disk."),
    hostPath: path.optional().describe("A path of the node."),
    secret: z
      .strictObject({ name: subdomain, optional: bool.optional() })
      .optional()
      .describe("A secret of Kubernetes; its keys are files."),
    claim: z
      .strictObject({ name: subdomain, readOnly: bool.optional() })
      .optional()
      .describe("A PersistentVolumeClaim, such as one of EFS or FSx."),
  })
  .refine((given) => Object.keys(given).length === 1, {
    error: "must have exactly one of emptyDir, hostPath, secret and claim",
  });

/** The keys of a pod, with those of its first container. */
export const podShape = {
  role: formed(/^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/, "must be a key of job_roles in variables.json")
    .optional()
    .describe("The AWS role of the job: a key of job_roles in variables.json."),
  serviceAccount: subdomain
    .optional()
    .describe("A service account of your own in AWS Batch's namespace, in place of role."),
  container: dnsLabel
    .optional()
    .describe("Name of the container that image and command are of. Unless set: main."),
  ...containerShape,
  init: containers().optional().describe("Containers that run before, one after the other."),
  sidecars: containers().optional().describe("Containers that run beside. The job ends when all have ended."),
  volumes: z
    .record(formed(DNS_LABEL, `must have keys of ${LABEL_RULE}`), volume, {
      error: ({ code }) => (code === "invalid_type" ? "must be a map of volumes" : undefined),
    })
    .optional()
    .describe("Volumes of the pod, by the names that mounts use."),
  imagePullSecrets: z
    .array(subdomain, { error: "must be a list of names" })
    .optional()
    .describe("Secrets of Kubernetes for private registries."),
  labels: strings("texts").optional().describe("Labels of the pod."),
  annotations: strings("texts").optional().describe("Annotations of the pod."),
  namespace: dnsLabel
    .refine((name) => name !== "default" && !name.startsWith("kube"), {
      error: "must be neither default nor begin with kube",
    })
    .optional()
    .describe("Another namespace than AWS Batch's, with the same RBAC roles."),
  hostNetwork: bool
    .optional()
    .describe("Whether the pod has the network of its node, with its ports. Unless set: false."),
  dnsPolicy: z
    .enum(["Default", "ClusterFirst", "ClusterFirstWithHostNet"], {
      error: "must be Default, ClusterFirst or ClusterFirstWithHostNet",
    })
    .optional(),
  shareProcessNamespace: bool.optional().describe("Whether the pod's containers see each other's processes."),
};
