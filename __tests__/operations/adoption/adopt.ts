import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adoptExisting, type AdoptionProps } from "../../../src/operations/adoption/adopt-existing";
import { LocalStore } from "../../../src/operations/state/stores/local-store";
import { FakeClock } from "../../support/fake-clock";
import { fakeAws, type Answers } from "./fake-aws";
import { planOf, type Change } from "./plans";

const stack = { name: "cluster", directory: "/nowhere", dependencies: [] };
const stateRoot = mkdtempSync(join(tmpdir(), "adoption-"));
const stateFile = join(stateRoot, "us-east-1", "doeks", "cluster.tfstate");

/** When the run began that was interrupted. */
const INTERRUPTED = new Date("2026-11-23T12:00:00Z");

/** To be called once in a test file. */
export function cleanUpAfterEach(): void {
  afterEach(() => rmSync(stateFile, { force: true }));
  afterAll(() => rmSync(stateRoot, { recursive: true }));
}

export interface Outcome {
  readonly count: number;
  /** `address id` of each import. */
  readonly imports: readonly string[];
  /** Calls of AWS that change something. */
  readonly changes: readonly string[];
  readonly said: readonly string[];
}

/** Adopts for a stack with these planned resources what AWS answers to have. */
export function adopt(answers: Answers, ...planned: Change[]): Promise<Outcome> {
  return adoptWith({}, answers, ...planned);
}

/** The same in a clean-up, in which all goes that belongs to the environment. */
export function adoptInCleanup(answers: Answers, ...planned: Change[]): Promise<Outcome> {
  return adoptWith({ mayTouch: () => true, mustGo: () => true }, answers, ...planned);
}

async function adoptWith(
  limits: Pick<AdoptionProps, "mayTouch" | "mustGo">,
  answers: Answers,
  ...planned: Change[]
): Promise<Outcome> {
  const { clients, changes } = fakeAws(answers);
  const imports: string[] = [];
  const said: string[] = [];
  const count = await adoptExisting({
    ...limits,
    stack,
    plan: planOf(...planned),
    clusterName: "doeks",
    environment: "us-east-1/doeks",
    interruptedSince: INTERRUPTED,
    stores: [new LocalStore(stateRoot)],
    clients,
    terraform: {
      import: (_, address, id) => {
        imports.push(`${address} ${id}`);
        return Promise.resolve();
      },
    },
    say: (_, text) => said.push(text),
    clock: new FakeClock(),
  });
  return { count, imports, changes, said };
}

/** The outcome when everything was left alone. */
export const NOTHING = { count: 0, imports: [], changes: [], said: [] };

/** Puts one resource into the state of the environment. */
export function saveState(type: string, attributes: object): void {
  mkdirSync(join(stateFile, ".."), { recursive: true });
  const resources = [{ mode: "managed", type, instances: [{ attributes }] }];
  writeFileSync(stateFile, JSON.stringify({ resources }));
}
