import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Deployment } from "../../../src/operations/terraform/deployment";

/*
 * The script was killed, and the real Terraform works on without it. The stack has a resource of
 * Terraform's own, which takes some seconds and needs no provider.
 */

const root = mkdtempSync(join(tmpdir(), "orphaned-"));
const directory = join(root, "cluster");
const logDirectory = join(root, "logs");
const file = (name: string): string => join(root, name);

beforeAll(() => {
  mkdirSync(directory);
  const command = `touch ${file("begun")}; sleep 3; echo created >> ${file("creations")}`;
  const configuration = {
    terraform: { backend: { local: { path: "../cluster.tfstate" } } },
    resource: { terraform_data: { slow: { provisioner: { "local-exec": { command } } } } },
  };
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(configuration));
  jest.spyOn(console, "log").mockImplementation();
});

afterAll(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});

it("is waited for by the next run, which creates nothing twice", async () => {
  const program = ["--require", "tsx/cjs", join(__dirname, "deploying-program.ts")];
  const script = spawn(process.execPath, [...program, directory, logDirectory], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  while (!existsSync(file("begun"))) await sleep(20);
  script.kill("SIGKILL");
  await once(script, "close");
  expect(existsSync(file("creations"))).toBe(false);

  const changed = await new Deployment({
    stacks: [{ name: "cluster", directory, dependencies: [] }],
    logDirectory,
  }).deploy();
  expect(changed).toBe(0);
  expect(readFileSync(file("creations"), "utf8")).toBe("created\n");
  const { resources } = JSON.parse(readFileSync(file("cluster.tfstate"), "utf8")) as { resources: unknown[] };
  expect(resources).toHaveLength(1);
});
