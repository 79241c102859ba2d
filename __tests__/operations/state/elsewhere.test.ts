import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  explainElsewhere,
  findElsewhere,
  rememberPlace,
  writePointer,
} from "../../../src/operations/state/elsewhere";
import { CliError } from "../../../src/operations/terminal/cli-error";
import { LocalStore } from "../../../src/operations/state/stores/local-store";
import { stateStores, type StateStores } from "../../../src/operations/state/stores/state-stores";
import { parse } from "../../support/variables";
import { MemoryStore, stateText } from "./stored-states";

const E = "us-east-1/doeks-aws-batch";
const buckets = new Map<string, MemoryStore>();
jest.mock("../../../src/operations/state/stores/s3-store", () => ({
  S3Store: function ({ bucket }: { bucket: string }) {
    return buckets.get(bucket);
  },
}));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "elsewhere-"));
  for (const bucket of ["one-states", "two-states"]) buckets.set(bucket, new MemoryStore());
});
afterEach(() => rmSync(root, { recursive: true }));

const storesWith = (state_bucket: string | null): StateStores => stateStores(parse({ state_bucket }), root);
const fill = (store: { write(name: string, text: string): Promise<void> }): Promise<void> =>
  store.write(`${E}/cluster.tfstate`, stateText(1));

it("finds nothing where nothing was deployed", async () => {
  expect(await findElsewhere(storesWith(null))).toBeUndefined();
  expect(await findElsewhere(storesWith("one-states"))).toBeUndefined();
});

it("finds the files of this working copy when a bucket is named", async () => {
  await fill(new LocalStore(root));
  expect(await findElsewhere(storesWith("one-states"))).toMatchObject({
    place: { kind: "local" },
    resources: 2,
  });
  expect(await findElsewhere(storesWith(null))).toBeUndefined();
});

it.each(["two-states", null])(
  "finds the bucket of the last deployment from here when it is %s now",
  async (now) => {
    await fill(buckets.get("one-states")!);
    await rememberPlace(storesWith("one-states"));
    const found = await findElsewhere(storesWith(now));
    expect(found).toMatchObject({ place: { bucket: "one-states" }, resources: 2 });
    expect(explainElsewhere(found!)[0]).toContain(
      "2 resources of this environment are in another state, s3://one-states/",
    );
  },
);

it("does not mind a bucket that has nothing any more", async () => {
  await rememberPlace(storesWith("one-states"));
  expect(await findElsewhere(storesWith(null))).toBeUndefined();
});

it("follows a state that was moved twice", async () => {
  const { environment } = storesWith(null);
  await writePointer(buckets.get("one-states")!, environment, storesWith("two-states").place);
  await writePointer(buckets.get("two-states")!, environment, { kind: "local", root: join(root, "other") });
  await fill(new LocalStore(join(root, "other")));
  expect(await findElsewhere(storesWith("one-states"))).toMatchObject({
    place: { root: join(root, "other") },
  });
});

it("tells of files on another machine, and what to do when they are gone", async () => {
  const pointer = { kind: "local", root: "/states/of-jo", host: "laptop-of-jo" };
  await buckets.get("one-states")!.write(`${E}/elsewhere.json`, JSON.stringify(pointer));
  const found = await findElsewhere(storesWith("one-states"));
  expect(explainElsewhere(found!)).toEqual([
    "the state of this environment was last in files below /states/of-jo on laptop-of-jo, which cannot be looked at from here",
    expect.any(String),
    expect.any(String),
    `Or, when there is nothing any more, remove memory/${E}/elsewhere.json`,
  ]);
});

it("tells files on another machine from its own at the same path", async () => {
  const pointer = { kind: "local", root, host: "laptop-of-jo" };
  await buckets.get("one-states")!.write(`${E}/elsewhere.json`, JSON.stringify(pointer));
  expect(await findElsewhere(storesWith("one-states"))).toMatchObject({ resources: undefined });
});

it("does not take a bucket that cannot be read for an empty one", async () => {
  await rememberPlace(storesWith("one-states"));
  jest.spyOn(buckets.get("one-states")!, "list").mockRejectedValue(new CliError("not allowed"));
  const found = await findElsewhere(storesWith("two-states"));
  expect(explainElsewhere(found!)).toContain(
    `Or, when there is nothing any more, remove ${join(root, E, "elsewhere.json")}`,
  );
});

it("fails where the variables' own place cannot be read", async () => {
  jest.spyOn(buckets.get("one-states")!, "read").mockRejectedValue(new CliError("not allowed"));
  await expect(findElsewhere(storesWith("one-states"))).rejects.toThrow("not allowed");
});

it.each(["{", "null", "{}"])("names a pointer that cannot be read: %s", async (text) => {
  await new LocalStore(root).write(`${E}/elsewhere.json`, text);
  await expect(findElsewhere(storesWith(null))).rejects.toThrow(
    `${join(root, E, "elsewhere.json")} tells where the state of this environment is, and cannot be read.`,
  );
});
