import { FreshMachine } from "../support/lives/fresh-machine";
import { describeFreshMachine } from "../support/lives/fresh-machine.suite";

/*
 * A machine with nothing but Node, Python and a shell, in a path with blanks, and not a clone: what the scripts say
 * before anything is created, to a user without rights where root runs this. That they bring what is missing, and end
 * well, and what they say under other shells, is proofs/fresh-machine.
 */

const NOWHERE = {
  PROGRAMS_MIRROR: "http://127.0.0.1:9",
  PIP_NO_INDEX: "1",
  PIP_FIND_LINKS: "",
};

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

describeFreshMachine("sh");
