import { z } from "zod";
import { parseRetryCondition, REASON_PATTERN } from "../retry-condition";
import { batchName, integer, tags, text } from "../variables/schemas";
import { containerShape, formed, podShape, strings } from "./pod-schema";

const condition = text().superRefine((given, context) => {
  const parsed = parseRetryCondition(given);
  if (typeof parsed === "string")
    context.addIssue({ code: "custom", message: parsed.replace(/, got ".*"$/s, "") });
});
const reason = formed(
  REASON_PATTERN,
  "must be up to 512 letters, digits, periods, colons and spaces, with * at the end only",
);

const MAX_RULES = 5;

const retry = z
  .strictObject({
    attempts: z
      .int({ error: "must be a whole number from 1 to 10" })
      .min(1, { error: "must be a whole number from 1 to 10" })
      .max(10, { error: "must be a whole number from 1 to 10" })
      .describe("Attempts in all, the first one included."),
    retryOn: z
      .array(condition, { error: "must be a list of failures" })
      .optional()
      .describe(
        "Failures that another attempt follows, and no other: spot, an exit code, reason:TEXT, status:TEXT.",
      ),
    failOn: z
      .array(condition, { error: "must be a list of failures" })
      .optional()
      .describe("Failures that end the job at once."),
    evaluateOnExit: z
      .array(
        z
          .strictObject({
            action: z.enum(["RETRY", "EXIT"], { error: "must be RETRY or EXIT" }),
            onExitCode: formed(/^\d{0,511}[\d*]$/, "must be digits, with * at the end only").optional(),
            onReason: reason.optional(),
            onStatusReason: reason.optional(),
          })
          .refine((rule) => Object.keys(rule).length > 1, {
            error: "must have one of onExitCode, onReason and onStatusReason beside action",
          }),
        { error: "must be a list of rules" },
      )
      .max(MAX_RULES, { error: `must have at most ${MAX_RULES} rules, as AWS Batch demands` })
      .optional()
      .describe("AWS Batch's own rules, in their order, in place of retryOn and failOn."),
  })
  .refine(({ evaluateOnExit, retryOn, failOn }) => !evaluateOnExit || !(retryOn ?? failOn), {
    error: "must have either evaluateOnExit, or retryOn and failOn",
  })
  .refine(
    ({ retryOn = [], failOn = [] }) =>
      retryOn.length + failOn.length + (retryOn.length > 0 ? 1 : 0) <= MAX_RULES,
    { error: `must have at most ${MAX_RULES} rules; with retryOn, one more ends what no rule names` },
  )
  .refine(({ attempts, ...rules }) => attempts > 1 || Object.keys(rules).length === 0, {
    error: "must have more than one of attempts, or no rules",
  });

/** Fields of a pod, none of which must be there: what is left out is that of the other nodes. */
const groupShape = z.strictObject({ ...podShape }).partial().shape;

const nodes = z
  .strictObject({
    count: z
      .int({ error: "must be a whole number from 2 to 1000" })
      .min(2, { error: "must be a whole number from 2 to 1000" })
      .max(1000, { error: "must be a whole number from 2 to 1000" })
      .describe("How many nodes run at the same time."),
    main: integer(0).optional().describe("The node whose end is that of the job. Unless set: 0."),
    instanceType: text().optional().describe("The instance type of the nodes."),
    groups: z
      .array(
        z.strictObject({
          nodes: text()
            .regex(/^\d+(:\d*)?$|^:\d+$/, { error: 'must be nodes such as "0", "1:3" or "4:"' })
            .describe('Nodes of this group, such as "0", "1:3" or "4:".'),
          instanceType: text().optional(),
          ...groupShape,
        }),
        { error: "must be a list of groups" },
      )
      .max(4, { error: "must have at most 4 groups" })
      .optional()
      .describe(
        "Nodes that differ from the others: what a group has takes the place of what stands at the top.",
      ),
  })
  .refine(({ count, main = 0 }) => main < count, { error: "must have a main that is one of the nodes" })
  .refine(
    ({ count, groups = [] }) =>
      groups.every(({ nodes: given }) => {
        const [from = "", to = from] = given.split(":");
        return Number(from || 0) <= Number(to || count - 1) && Number(to || count - 1) < count;
      }),
    { error: "must have groups within the nodes that count makes" },
  );

export const jobFile = z
  .strictObject({
    name: batchName(128).optional().describe("Name of the job definition. Unless set: that of the file."),
    ...podShape,
    queue: text()
      .min(1)
      .optional()
      .describe("The queue of job run: its name, or the end of it such as spot. Unless set: On-Demand."),
    share: formed(/^[A-Za-z0-9]{1,255}$/, "must be 1 to 255 letters or digits")
      .optional()
      .describe("Whose share of a fair-share queue job run takes."),
    priority: z
      .int({ error: "must be a whole number from 0 to 9999" })
      .min(0, { error: "must be a whole number from 0 to 9999" })
      .max(9999, { error: "must be a whole number from 0 to 9999" })
      .optional()
      .describe("Within its share, the greater is placed first."),
    parameters: strings("texts")
      .optional()
      .describe("Values of the words Ref::NAME of commands, unless job run gives others."),
    retry: retry.optional().describe("Further attempts after a failed one. Unless set: none."),
    timeout: formed(/^[1-9]\d*[mhd]$/, "must be minutes, hours or days, such as 30m, 2h or 1d")
      .optional()
      .describe("An attempt that runs longer is ended, such as 30m or 2h."),
    array: z
      .int({ error: "must be a whole number from 2 to 10000" })
      .min(2, { error: "must be a whole number from 2 to 10000" })
      .max(10_000, { error: "must be a whole number from 2 to 10000" })
      .optional()
      .describe("How many children job run submits, each with its AWS_BATCH_JOB_ARRAY_INDEX."),
    nodes: nodes.optional().describe("A multi-node job: pods on several instances at the same time."),
    consumableResources: z
      .record(text(), integer(1), {
        error: ({ code }) => (code === "invalid_type" ? "must be a map of names and numbers" : undefined),
      })
      .optional()
      .describe("How much of each consumable resource of AWS Batch, such as a licence, a job takes."),
    tags: tags.optional().describe("Tags of the job definition, beside those of variables.json."),
  })
  .describe("A job of AWS Batch on Amazon EKS (docs/job-files.md).");

/** A job file, with the rules kept that each key has alone. */
export type JobFile = z.infer<typeof jobFile>;

export type PodFile = Pick<JobFile, keyof typeof podShape>;
export type ContainerFile = Pick<JobFile, keyof typeof containerShape>;

/** The JSON Schema of job files, by which editors complete them. */
export function jobFileJsonSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Job file",
    ...z.toJSONSchema(jobFile, { io: "input", target: "draft-2020-12" }),
  };
}
