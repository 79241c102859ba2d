import { CATALOGUE } from "../../../src/operations/diagnosis/catalogue";
import { filled, type Cause, type Evidence, type Exit } from "../../../src/operations/diagnosis/cause";
import { EKS_ISSUES } from "../../../src/operations/diagnosis/causes/eks-issues";
import { INVALID_ENVIRONMENTS } from "../../../src/operations/diagnosis/causes/environments";
import { EXIT_CODES, SIGNAL } from "../../../src/operations/diagnosis/causes/exit-codes";
import { IMAGE_PULLS } from "../../../src/operations/diagnosis/causes/images";
import { FAILED_INSTALLS } from "../../../src/operations/diagnosis/causes/installs";
import { ENDED_JOBS } from "../../../src/operations/diagnosis/causes/jobs";
import { STARTING_PODS } from "../../../src/operations/diagnosis/causes/pods";
import { FAILED_REMOVALS } from "../../../src/operations/diagnosis/causes/removals";
import { REFUSED_CALLS } from "../../../src/operations/diagnosis/causes/refused-calls";
import { FAILED_RUNS } from "../../../src/operations/diagnosis/causes/runs";
import { WAITING_JOBS } from "../../../src/operations/diagnosis/causes/waiting";
import { judge } from "../../../src/operations/diagnosis/judge";
import {
  ENVIRONMENT_TEXTS,
  JOB_TEXTS,
  REFUSED_TEXTS,
  TERRAFORM_TEXTS,
  WAITING_TEXTS,
  type Text,
} from "./texts";

const JOBS = [...IMAGE_PULLS, ...STARTING_PODS, ...ENDED_JOBS];
const TERRAFORM = [...FAILED_REMOVALS, ...EKS_ISSUES, ...FAILED_RUNS, ...FAILED_INSTALLS];

/** Texts, the table that they are looked up in, and texts of two other causes of the same table. */
const TABLES: readonly (readonly [readonly Text[], readonly Cause[], others: readonly [string, string]])[] = [
  [JOB_TEXTS, JOBS, ['admission webhook "x" denied the request: no', "OOMKilled"]],
  [
    WAITING_TEXTS,
    WAITING_JOBS,
    [
      "ACTION_REQUIRED - CE(s) associated with the job queue are invalid.",
      "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS - x",
    ],
  ],
  [
    ENVIRONMENT_TEXTS,
    INVALID_ENVIRONMENTS,
    [
      "CLIENT_ERROR - No cluster found for name: x.",
      "CLIENT_ERROR - Unable to validate Kubernetes Namespace",
    ],
  ],
  [REFUSED_TEXTS, REFUSED_CALLS, ["Unable to locate credentials", "InvalidIdentityToken: no"]],
  [TERRAFORM_TEXTS, TERRAFORM, ["BucketNotEmpty: no", "AddressLimitExceeded: no"]],
];

/** Each with a text of another cause. */
const CASES = TABLES.flatMap(([texts, causes, others]) =>
  texts.map(([id, text, source]) => ({
    ...{ id, text, source, causes },
    other: others.find((other) => judge(evidence(other), causes)!.cause.id !== id)!,
  })),
);

function evidence(...texts: readonly string[]): Evidence {
  return { statements: texts.map((text) => ({ about: "", text })), exits: [] };
}

test.each(CASES)("$id is told from $text", ({ id, text, source, causes }) => {
  const found = judge(evidence(text), causes)!;
  expect(found.cause.id).toBe(id);
  expect(found.certainty).toBe(found.cause.strength === "pattern" ? "likely" : "certain");
  expect(source).not.toBe("");
  expect(filled(found.cause.help, found.values)).not.toMatch(/\{\w+\||undefined/);
});

test.each(CASES)("$id is not told from $text without what shows it", ({ id, text, causes }) => {
  const { cause } = judge(evidence(text), causes)!;
  // A text may show a cause several times.
  const without = cause.signs.reduce(
    (left, { source, flags }) => left.replace(new RegExp(source, `${flags}g`), " "),
    text,
  );
  expect(without).not.toBe(text);
  expect(judge(evidence(without), causes)?.cause.id).not.toBe(id);
});

test.each(CASES)(
  "$id is less certain, and the other cause is told, when another one is stated beside $text",
  ({ text, causes, other }) => {
    const alone = judge(evidence(text), causes)!;
    const contradicted = judge(evidence(text, other), causes)!;
    const isSame = contradicted.cause.id === alone.cause.id;
    expect(!isSame || contradicted.certainty !== alone.certainty).toBe(true);
    const told = [contradicted.cause.id, ...contradicted.against.map(({ cause }) => cause.id)];
    expect(told).toEqual(expect.arrayContaining([alone.cause.id, judge(evidence(other), causes)!.cause.id]));
  },
);

describe("an exit code", () => {
  const CODES = [
    ...Object.entries(EXIT_CODES).map(([code, { id }]) => [Number(code), id] as const),
    [135, SIGNAL.id],
  ] as const;
  const exitOf = (code: number, more: Partial<Exit> = {}): Exit => ({
    about: "container main",
    code,
    ...more,
  });

  test.each(CODES)("%d alone is a possibility: %s", (code, id) =>
    expect(judge({ statements: [], exits: [exitOf(code)] }, JOBS)).toMatchObject({
      cause: { id },
      certainty: "possible",
    }),
  );

  test.each(CODES)("%d is not the cause beside a stated one, which stays certain", (code, id) => {
    const judgement = judge({ ...evidence("OOMKilled"), exits: [exitOf(code)] }, JOBS)!;
    expect(judgement).toMatchObject({ cause: { id: "out-of-memory" }, certainty: "certain" });
    expect(judgement.against.map(({ cause }) => cause.id)).not.toContain(id);
  });

  test.each(CODES)(
    "%d of an earlier attempt is no cause where the last one ended with a code of its own",
    (code, id) => {
      const earlier = exitOf(code, { isEarlier: true });
      expect(judge({ statements: [], exits: [exitOf(1), earlier] }, JOBS)).toBeUndefined();
      expect(judge({ statements: [], exits: [earlier] }, JOBS)).toMatchObject({
        cause: { id },
        certainty: "possible",
      });
    },
  );

  test.each([0, 1, 2, 125, 128, 255])("%d says nothing", (code) =>
    expect(judge({ statements: [], exits: [exitOf(code)] }, JOBS)).toBeUndefined(),
  );
});

test.each(CASES)(
  "$id is never certain from what was said around it, such as of its node: $text",
  ({ text, causes }) => {
    const statements = [{ about: "event of node x", text, isAround: true }];
    expect(judge({ statements, exits: [] }, causes)!.certainty).not.toBe("certain");
  },
);

test.each(["was not OOMKilled", "The node never had DiskPressure", "no longer Evicted"])(
  "what is denied is no sign: %s",
  (text) => expect(judge(evidence(text), JOBS)).toBeUndefined(),
);

test.each(["Essential container in task exited", "Task failed to start", "Error", "Completed", "", "failed"])(
  "%j says nothing",
  (text) => expect(judge(evidence(text), JOBS)).toBeUndefined(),
);

describe("the table", () => {
  const all = CATALOGUE.flatMap(({ causes }) => causes);

  it("has at least sixty causes that differ in evidence and remedy", () => {
    expect(new Set(all.map(({ looks, help }) => looks + help)).size).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it("has a false-positive test for each cause: with words, or with an exit code", () => {
    const tested = new Set([
      ...CASES.filter(({ other }) => other !== undefined).map(({ id }) => id),
      ...[...Object.values(EXIT_CODES), SIGNAL].map(({ id }) => id),
    ]);
    expect(all.filter(({ id }) => !tested.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it("has a test with a documented text for each cause that has words", () => {
    const tested = new Set(CASES.map(({ id }) => id));
    expect(all.filter(({ id, signs }) => signs.length > 0 && !tested.has(id)).map(({ id }) => id)).toEqual(
      [],
    );
  });

  it.each(TABLES.flatMap(([, causes]) => causes.map((cause) => [cause.id, cause, causes] as const)))(
    "shows a text of %s that is judged so",
    (id, { looks, source }, causes) => {
      expect(judge(evidence(looks), causes)!.cause.id).toBe(id);
      expect(source).toMatch(/^https:\/\//);
    },
  );
});
