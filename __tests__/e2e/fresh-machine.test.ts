import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FreshMachine } from "../support/lives/fresh-machine";

/*
 * A machine with nothing but Node, Python and a shell, in a path with blanks, and not a clone: what the scripts say
 * before anything is created, to a user without rights where root runs this. That they bring what is missing, and end
 * well, is proofs/fresh-machine.
 */

const NOWHERE = {
  PROGRAMS_MIRROR: "http://127.0.0.1:9",
  PIP_NO_INDEX: "1",
  PIP_FIND_LINKS: "",
};

/** Shells that run the scripts, those of them that are here. */
const SHELLS = ["dash", "bash", "busybox"].filter((shell) => {
  try {
    execFileSync("/bin/sh", ["-c", `command -v ${shell}`]);
    return true;
  } catch {
    return false;
  }
});

it("install.sh --local says of each program that it cannot bring where to get it", async () => {
  const machine = new FreshMachine({ isForNobody: true });
  machine.takePackages();
  const { status, output } = await machine.run("sh ./install.sh --local", NOWHERE);
  machine.remove();
  expect(status).toBe(1);
  const sentences = output
    .split("\n")
    .filter((line) => line.includes(" is missing, and cannot be downloaded ("));
  expect(sentences.map((line) => line.replace(/ is missing.*get it/, ": get it"))).toEqual([
    "Terraform 1.11.4: get it from https://developer.hashicorp.com/terraform/install",
    "The AWS CLI: get it from https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    "moto: get it from https://github.com/getmoto/moto",
  ]);
});

describe.each(SHELLS)("under %s", (shell) => {
  let machine: FreshMachine;

  beforeAll(() => {
    machine = new FreshMachine({ shell, isForNobody: true });
    machine.takePackages();
  });

  afterAll(() => machine.remove());

  it("a deployment to AWS brings nothing, and takes what a rehearsal brought only when it may", async () => {
    expect(await machine.run("sh ./install.sh")).toEqual({
      status: 1,
      output:
        "install.sh: terraform is missing; get it from https://developer.hashicorp.com/terraform/install\n",
    });
    const brought = join(machine.project, ".local", "programs", "bin");
    mkdirSync(brought, { recursive: true });
    for (const [name, version] of [
      ["terraform", "Terraform v1.11.4"],
      ["aws", "aws-cli/1.45.11"],
    ] as const) {
      writeFileSync(join(brought, name), `#!/bin/sh\ncase $* in *version) echo '${version}' ;; esac\n`);
      chmodSync(join(brought, name), 0o755);
    }
    const offer = "Missing here: terraform aws. A rehearsal brought it into .local/programs/bin.\n";
    for (const answer of ["printf 'n\\n'", ":"]) {
      const refused = await machine.run(`${answer} | sh ./install.sh`);
      expect(refused.output).toContain(`${offer}Use that for AWS too? [y/N] `);
      expect(refused.output).toContain("install.sh: terraform is missing; ");
    }
    // With the programs, it comes as far as to look at its arguments.
    const accepted = { status: 2, output: expect.stringContaining("unknown option '--nonsense'") as string };
    expect(await machine.run("printf 'y\\n' | sh ./install.sh --nonsense")).toMatchObject(accepted);
    const unasked = await machine.run("sh ./install.sh --yes --nonsense");
    expect(unasked).toMatchObject(accepted);
    expect(unasked.output).toContain(offer);
    expect(unasked.output).not.toContain("[y/N]");
  });
});
