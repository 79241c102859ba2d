import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CountingServer } from "../support/archive-server";
import { FreshMachine } from "../support/lives/fresh-machine";
import { describeFreshMachine } from "../support/lives/fresh-machine.suite";

/*
 * A machine with nothing but Node, Python and a shell: the two commands of the README end well, for a user without rights
 * where root runs this. Terraform is served by a server of the test's own, packages by the registries of npm and PyPI.
 */

let machine: FreshMachine;
let server: CountingServer;
let mirror: NodeJS.ProcessEnv;

beforeAll(async () => {
  machine = new FreshMachine({ isForNobody: true });
  const terraform = machine.publishTerraform();
  server = await CountingServer.start((_, response) =>
    response.writeHead(200, { "content-length": terraform.bytes.length }).end(terraform.bytes),
  );
  mirror = { PROGRAMS_MIRROR: server.url };
});

afterAll(async () => {
  machine.remove();
  await server.stop();
});

it("./install.sh --local brings what is missing, each with a line, and deploys", async () => {
  const { status, output } = await machine.run("./install.sh --local", mirror);
  expect(output).toContain("The rehearsal is complete.");
  expect(status).toBe(0);
  for (const line of [
    "Installing the packages of",
    "Downloading Terraform",
    "Installing the AWS CLI",
    "Installing moto",
  ])
    expect(output.split("\n").filter((text) => text.startsWith(line))).toHaveLength(1);
  expect(server.asked).toHaveLength(1);
});

it("./cleanup.sh --local works with what was brought", async () => {
  expect(await machine.run("./cleanup.sh --local --yes", mirror)).toMatchObject({ status: 0 });
});

it("nothing but caches is outside of node_modules and .local", () => {
  expect(readdirSync(machine.home).filter((name) => ![".cache", ".npm"].includes(name))).toEqual([]);
});

it("npm test brings it too, and ends well", async () => {
  rmSync(join(machine.project, ".local", "programs"), { recursive: true });
  const { status, output } = await machine.run("npm test", { ...mirror, PATH: machine.systemPath });
  expect(output).toContain("Tests: ");
  const failures = output.match(/^ +● .*(\n.*){12}/gm) ?? [];
  expect(failures.slice(0, 20)).toEqual([]);
  expect(status).toBe(0);
  expect(existsSync(join(machine.project, ".local", "programs", "bin", "terraform"))).toBe(true);
});

/** Shells that run the scripts, those of them that are here. */
const SHELLS = ["dash", "bash", "busybox"].filter((shell) => {
  try {
    execFileSync("/bin/sh", ["-c", `command -v ${shell}`]);
    return true;
  } catch {
    return false;
  }
});

for (const shell of SHELLS) describeFreshMachine(shell);
