import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RecordedCall } from "../../local/gateway/call-log";
import type { InventoryItem } from "../../local/protocol/service";
import { foreignCalls } from "../../tools/faults/foreign-calls";
import { RehearsedEnvironment, type Run } from "../../tools/faults/rehearsed-environment";
import type { Variables } from "../../src/model/variables";

/*
 * Environments side by side in one account: whatever becomes of one, its runs change nothing of the
 * other. What is the other's, and what was changed, is what the emulator tells. The tests build on each
 * other in order. e2e/rehearsal has a sample.
 */

/** All names are equal that may be: those of compute environments, of roles but for their beginning, of tags. */
const PROD = {
  eks_cluster_name: "prod",
  aws_batch_doeks_jq_name: "prod-JQ",
  aws_batch_doeks_jd_name: "prod-hello",
} satisfies Partial<Variables>;

/** What becomes of an environment beside environment `prod`. */
interface Fate {
  readonly variables: Partial<Variables>;
  /** Whether an installation that failed goes on to its end. */
  readonly goesOn: boolean;
  readonly loses: Loss;
  /** Of the clean-up. */
  readonly options: readonly string[];
}

/** What becomes of an environment's state files before its clean-up. */
type Loss = (directory: string) => void;

const losesNothing: Loss = () => undefined;
const losesStackBatch: Loss = (directory) => {
  for (const suffix of ["", ".kept", ".backup"])
    rmSync(join(directory, `batch.tfstate${suffix}`), { force: true });
};
const losesEverything: Loss = (directory) => rmSync(directory, { recursive: true });

const ALIKE: Partial<Variables> = {
  eks_cluster_name: "prod-2",
  aws_batch_doeks_jq_name: "prod-2-JQ",
  aws_batch_doeks_jd_name: "prod-2-hello",
};

const FATES: Readonly<Record<string, Fate>> = {
  "of a name that begins alike, given up at once": {
    variables: ALIKE,
    goesOn: false,
    loses: losesNothing,
    options: [],
  },
  "of a name that begins alike": { variables: ALIKE, goesOn: true, loses: losesStackBatch, options: [] },
  "of the same name in another region": {
    variables: { ...PROD, aws_region: "eu-west-1" },
    goesOn: true,
    loses: losesEverything,
    // The emulator is the user's own: nothing is asked, though no state is there.
    options: ["--rehearsal"],
  },
};

let prod: RehearsedEnvironment;
let items: InventoryItem[];
/** Those beside environment `prod`. */
const others: RehearsedEnvironment[] = [];
let installation: readonly RecordedCall[];

/** An environment beside environment `prod`, in a working copy of its own. */
function beside(variables: Partial<Variables>): RehearsedEnvironment {
  const other = prod.beside(variables);
  others.push(other);
  return other;
}

/** Fails when a run changed anything of environment `prod`. */
function expectHarmless({ calls }: Run): void {
  expect(calls.length).toBeGreaterThan(0);
  expect(foreignCalls(items, calls)).toEqual([]);
}

beforeAll(async () => {
  prod = await RehearsedEnvironment.start();
  prod.configure(PROD);
  const { status, output, calls } = await prod.install();
  if (status !== 0) throw new Error(output);
  installation = calls;
  items = await prod.control.inventory();
});

afterAll(async () => {
  try {
    await prod.stop();
  } finally {
    for (const environment of [...others, prod]) environment.forget();
  }
});

it("would notice: the environment's own installation names what it makes", () => {
  expect(items.length).toBeGreaterThan(40);
  const named = foreignCalls(items, installation).map((call) => call.split(": ")[1]);
  expect(new Set(named).size).toBeGreaterThan(items.length / 2);
});

describe.each(Object.entries(FATES))("an environment %s", (_, { variables, goesOn, loses, options }) => {
  let other: RehearsedEnvironment;
  beforeAll(() => (other = beside(variables)));

  it(`may fail${goesOn ? ", go on, lose its state" : ""}, be removed and be removed once more, and touches nothing of the first one`, async () => {
    await prod.control.orderFault({ transition: "eks.cluster.create", reason: "ordered by a test" });
    const failed = await other.install();
    expectHarmless(failed);
    expect(failed.status).toBe(1);

    if (goesOn) {
      const installed = await other.install();
      expectHarmless(installed);
      expect(installed.status).toBe(0);
    }

    const { aws_region = "us-east-1", eks_cluster_name = "" } = variables;
    loses(join(other.rehearsal.stateRoot, aws_region, eks_cluster_name));
    const removed = await other.cleanUp(...options);
    expectHarmless(removed);
    expect(removed).toMatchObject({
      status: 0,
      output: expect.stringContaining("Nothing of the environment is left.") as string,
    });
    const again = await other.cleanUp();
    expectHarmless(again);
    expect(again).toMatchObject({
      status: 0,
      output: expect.stringContaining("nothing to remove") as string,
    });
    expect(await prod.control.inventory()).toEqual(items);
  });
});

it("is not begun a second time from another working copy, with the way to go on", async () => {
  const run = await beside(PROD).install();
  expectHarmless(run);
  expect(run.status).toBe(1);
  expect(run.output).toContain("installing would make all of it a second time");
  expect(run.output).toContain("./install.sh --take-over takes it over here");
  expect(run.output).toContain("This would fail: nothing was created.");
  expect(await prod.control.inventory()).toEqual(items);
});

it("loses no job and no queue to the clean-up of an attempt that only has its queues' names", async () => {
  const run = await beside({ ...PROD, eks_cluster_name: "third" }).cleanUp();
  expectHarmless(run);
  expect(run).toMatchObject({
    status: 0,
    output: expect.stringContaining(
      "Stays     job queue prod-JQ_OD: it belongs to environment prod",
    ) as string,
  });
});

it("is removed only when asked, where another working copy has no state of it", async () => {
  const run = await beside(PROD).cleanUp();
  expectHarmless(run);
  expect(run.status).toBe(1);
  expect(run.output).toContain("It may belong to another working copy.");
});

it("is as it was, and goes without a rest", async () => {
  const unchanged = await prod.install();
  expect(unchanged.output).toContain("Nothing was changed.");
  const file = join(prod.rehearsal.stateRoot, "us-east-1", "prod", "cluster.tfstate");
  expect(existsSync(file) && readFileSync(file, "utf8")).toContain("aws_vpc");
  const { status } = await prod.cleanUp();
  expect(status).toBe(0);
  expect(await prod.control.inventory()).toEqual([]);
});
