import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FreshMachine } from "./fresh-machine";

/** What the scripts say to a user whose machine has neither Terraform nor the AWS CLI, under one shell. */
export function describeFreshMachine(shell: string): void {
  describe(`under ${shell}`, () => {
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
      const accepted = {
        status: 2,
        output: expect.stringContaining("unknown option '--nonsense'") as string,
      };
      expect(await machine.run("printf 'y\\n' | sh ./install.sh --nonsense")).toMatchObject(accepted);
      const unasked = await machine.run("sh ./install.sh --yes --nonsense");
      expect(unasked).toMatchObject(accepted);
      expect(unasked.output).toContain(offer);
      expect(unasked.output).not.toContain("[y/N]");
    });
  });
}
