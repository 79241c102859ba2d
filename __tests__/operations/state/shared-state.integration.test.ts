import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as s3 from "@aws-sdk/client-s3";
import { allCorrections } from "../../../local/corrections/all-corrections";
import { Faults } from "../../../local/gateway/faults";
import { Lifecycle } from "../../../local/lifecycle";
import {
  isUnfinished,
  knownEnvironments,
  markUnfinished,
  saveVariables,
} from "../../../src/operations/state/environments";
import { checkStateBucket } from "../../../src/operations/doctor/terraform-state";
import { EnvironmentState } from "../../../src/operations/state/environment-state";
import { RUN_LOCK, RunLock } from "../../../src/operations/state/locks/run-lock";
import { createStateBucket } from "../../../src/operations/state/stores/bootstrap";
import { LocalStore } from "../../../src/operations/state/stores/local-store";
import { moveState } from "../../../src/operations/state/move";
import { S3Store } from "../../../src/operations/state/stores/s3-store";
import type { StateStore } from "../../../src/operations/state/stores/state-store";
import { stateStores } from "../../../src/operations/state/stores/state-stores";
import type { Variables } from "../../../src/model/variables";
import { parse } from "../../support/variables";
import { ACCESS_KEY_ID, startGateway, type StartedGateway } from "../../local/gateway/started-gateway";
import { stateText } from "./stored-states";

const E = "us-east-1/doeks-aws-batch";
const root = mkdtempSync(join(tmpdir(), "shared-state-"));
const before = { ...process.env };
const lifecycle = new Lifecycle(new Faults());
let gateway: StartedGateway;
let client: s3.S3Client;

beforeAll(async () => {
  gateway = await startGateway([], (moto) =>
    allCorrections({ clients: (region) => moto.clients(region), holdersOf: () => [], lifecycle }),
  );
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: gateway.url,
    AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: "secret",
  });
  client = new s3.S3Client({ ...gateway.client, region: "eu-central-1" });
});

afterAll(async () => {
  lifecycle.close();
  await gateway.stop();
  process.env = before;
  rmSync(root, { recursive: true });
});

const sharedIn = (state_bucket: string, more: Partial<Variables> = {}): Variables =>
  parse({ state_bucket, state_region: "eu-central-1", tags: { team: "ml" }, ...more });

async function bootstrap(variables: Variables): Promise<string[]> {
  const said: string[] = [];
  await createStateBucket(variables, (line) => said.push(line));
  return said;
}

describe("the bucket of a shared state", () => {
  const Bucket = "team-states";

  it("is created with versions, encryption, no public access, TLS only and tags", async () => {
    expect(await bootstrap(sharedIn(Bucket))).toEqual([
      "team-states: created in eu-central-1",
      "team-states: keeps the versions of every object",
      "team-states: encrypts what is put into it",
      "team-states: cannot be made public",
      "team-states: answers TLS only",
      "team-states: has its tags",
    ]);
    const location = await client.send(new s3.GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBe("eu-central-1");
    const versioning = await client.send(new s3.GetBucketVersioningCommand({ Bucket }));
    expect(versioning.Status).toBe("Enabled");
    const encryption = await client.send(new s3.GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
    ]);
    const access = await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }));
    expect(Object.values(access.PublicAccessBlockConfiguration!)).toEqual([true, true, true, true]);
    const { Policy } = await client.send(new s3.GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy!)).toMatchObject({
      Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    });
    const { TagSet } = await client.send(new s3.GetBucketTaggingCommand({ Bucket }));
    expect(TagSet).toEqual([
      { Key: "team", Value: "ml" },
      { Key: "Purpose", Value: "Terraform state" },
    ]);
  });

  it("is left alone when it has everything", async () => {
    expect(await bootstrap(sharedIn(Bucket))).toEqual([]);
  });

  it("gets only what it lacks, and keeps what else it has", async () => {
    const own = { Bucket: "own-states" };
    const CreateBucketConfiguration = { LocationConstraint: "eu-central-1" as const };
    await client.send(new s3.CreateBucketCommand({ ...own, CreateBucketConfiguration }));
    const Tagging = { TagSet: [{ Key: "owner", Value: "jo" }] };
    await client.send(new s3.PutBucketTaggingCommand({ ...own, Tagging }));
    const said = await bootstrap(sharedIn(own.Bucket));
    expect(said).not.toContain("own-states: created in eu-central-1");
    expect(said).toContain("own-states: answers TLS only");
    const { TagSet } = await client.send(new s3.GetBucketTaggingCommand(own));
    expect(TagSet).toContainEqual({ Key: "owner", Value: "jo" });
  });

  it("is refused when it is in another region", async () => {
    await expect(bootstrap(sharedIn(Bucket, { state_region: "eu-west-1" }))).rejects.toThrow(
      "Bucket team-states exists in eu-central-1: set state_region to that.",
    );
  });

  it("is refused when it is somebody else's", async () => {
    const refusal = Object.assign(new Error("Forbidden"), { $metadata: { httpStatusCode: 403 } });
    const send = jest.spyOn(s3.S3Client.prototype, "send") as unknown as jest.Mock<Promise<unknown>>;
    send.mockRejectedValueOnce(refusal);
    await expect(bootstrap(sharedIn("foreign-states"))).rejects.toThrow("exists and is not yours");
    jest.restoreAllMocks();
  });

  it("is not needed without a shared state", async () => {
    expect(await bootstrap(parse({}))).toEqual([]);
  });
});

describe.each<[string, () => StateStore]>([
  ["directory", () => new LocalStore(join(root, "contract"))],
  [
    "bucket",
    () => new S3Store({ kind: "s3", bucket: "team-states", region: "eu-central-1", prefix: "contract" }),
  ],
])("a store in a %s", (_, make) => {
  let store: StateStore;
  beforeAll(() => {
    store = make();
  });

  it("has nothing at first", async () => {
    expect(await store.list()).toEqual([]);
    expect(await store.read("a/b/c")).toBeUndefined();
    await store.remove("a/b/c");
  });

  it("keeps what is written", async () => {
    await store.write("a/b/c", "one");
    await store.write("a/b/c", "zwölf");
    expect(await store.read("a/b/c")).toBe("zwölf");
  });

  it("creates only what is not there", async () => {
    expect(await store.create("a/b/c", "other")).toBe(false);
    expect(await store.create("a/b/d", "new")).toBe(true);
    expect(await store.read("a/b/c")).toBe("zwölf");
  });

  it("lists all, or those of one environment only", async () => {
    await store.write("a/bb/c", "x");
    expect(await store.list()).toEqual(["a/b/c", "a/b/d", "a/bb/c"]);
    expect(await store.list("a/b")).toEqual(["a/b/c", "a/b/d"]);
  });

  it("removes", async () => {
    await store.remove("a/b/c");
    expect(await store.list("a/b")).toEqual(["a/b/d"]);
  });
});

describe("a team", () => {
  const variables = sharedIn("team-states", { state_prefix: "team" });
  const { store } = stateStores(variables, join(root, "mine"));
  const theirs = stateStores(variables, join(root, "theirs"));

  beforeAll(async () => {
    await store.write(`${E}/cluster.tfstate`, stateText(3, "c", 54));
    await saveVariables(store, variables);
    await markUnfinished(store, E);
  });

  it("sees the same environments, and that the last run was interrupted", async () => {
    expect(await knownEnvironments(theirs.store)).toEqual([
      { region: "us-east-1", clusterName: "doeks-aws-batch", resources: { cluster: 54 } },
    ]);
    expect(await isUnfinished(theirs.store, E)).toBe(true);
    expect((await EnvironmentState.read(theirs.store, variables)).resourceCount).toBe(54);
  });

  it("works one at a time", async () => {
    const lock = await RunLock.acquire(store, `${E}/${RUN_LOCK}`, "install.sh");
    await expect(RunLock.acquire(theirs.store, `${E}/${RUN_LOCK}`, "cleanup.sh")).rejects.toThrow(
      `Another install.sh (process ${process.pid}, since `,
    );
    await lock.release();
    await (await RunLock.acquire(theirs.store, `${E}/${RUN_LOCK}`, "cleanup.sh")).release();
  });

  it("moves the state to files and to another prefix, and finds it there", async () => {
    const { place } = theirs;
    const local = stateStores(parse({}), join(root, "theirs"));
    expect(await moveState(local, place, parse({}))).toEqual({ states: 1, resources: 54 });
    expect(await knownEnvironments(store)).toEqual([]);
    const other = sharedIn("team-states", { state_prefix: "other" });
    await moveState(stateStores(other, join(root, "theirs")), local.place, other);
    expect(await stateStores(other, "").store.read(`${E}/cluster.tfstate`)).toBe(stateText(3, "c", 54));
  });
});

describe("the doctor", () => {
  const check = (bucket: string): ReturnType<typeof checkStateBucket> =>
    checkStateBucket({ stores: stateStores(sharedIn(bucket), root) });

  it("finds the bucket's versions, or that there are none", async () => {
    expect(await check("team-states")).toMatchObject([{ state: "ok" }]);
    await client.send(
      new s3.CreateBucketCommand({
        Bucket: "poor-states",
        CreateBucketConfiguration: { LocationConstraint: "eu-central-1" },
      }),
    );
    expect(await check("poor-states")).toMatchObject([{ state: "warning" }]);
  });

  it("tells that the bucket is missing, and how to create it", async () => {
    const variables = sharedIn("no-states");
    const { unreadable } = await EnvironmentState.read(stateStores(variables, root).store, variables);
    expect(unreadable).toBe(
      "The state is in bucket no-states (eu-central-1), which does not exist: npm run state:bootstrap creates it.",
    );
  });
});
