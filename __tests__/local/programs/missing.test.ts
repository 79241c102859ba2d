import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MOTO_PROGRAM } from "../../../local/moto/moto-server";
import { offerKubectl } from "../../../local/programs/missing";
import { MIRROR_VARIABLE } from "../../../local/programs/release";
import { CountingServer } from "../../support/archive-server";
import { execute, type Finished } from "../../support/lives/user-shell";

/* A machine with programs of the test's own: what of a rehearsal's programs it has not is brought, and is told. */

const PROJECT = join(__dirname, "..", "..", "..");

let directory: string;
let bin: string;
let root: string;
let server: CountingServer;

beforeEach(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), "a machine-")));
  bin = join(directory, "bin");
  root = join(directory, "programs");
  mkdirSync(bin);
  server = await CountingServer.start((_, response) => response.writeHead(404).end());
});

afterEach(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

function putOnPath(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const prints = (name: string, text: string): void => putOnPath(name, `echo '${text}'`);

/** A Python whose pip installs a program that only tells its requirement. */
const PYTHON = `
case "$*" in
  --version) echo 'Python 3.12.1' ;;
  '-m venv '*)
    echo made >>"\${0%/*}/environments"
    /bin/mkdir -p "$3/bin"
    /bin/cp "$0" "$3/bin/python" ;;
  '-m pip install --quiet awscli=='*) [ -z "$PYPI_IS_AWAY" ] || exit 1; here=\${0%/python}; echo "#!/bin/sh
echo aws-cli/1.45.11 Python/3.12.1" >"$here/aws"; /bin/chmod 755 "$here/aws" ;;
  '-m pip install --quiet moto'*) [ -z "$PYPI_IS_AWAY" ] || exit 1; here=\${0%/python}; echo "#!/bin/sh
echo usage" >"$here/moto_server"; /bin/chmod 755 "$here/moto_server" ;;
  */bin/aws' --version') exec "$1" --version ;;
  *) exit 1 ;;
esac`;

/** Brings what is missing, then prints the search path. */
function bringMissing(env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const script = `
    const { bringMissing, withBrought } = require("./local/programs/missing");
    const root = ${JSON.stringify(root)};
    bringMissing(root).then(
      () => console.log(withBrought(process.env.PATH, root)),
      (error) => { console.error(error.message); process.exitCode = 1; },
    );
  `;
  const own = { PATH: bin, HOME: directory, [MIRROR_VARIABLE]: server.url, ...env };
  return execute(process.execPath, ["--require", "./src/typescript.cjs", "-e", script], own, PROJECT);
}

it("a machine that has all is left as it is", async () => {
  prints("terraform", "Terraform v1.9.0");
  prints("aws", "aws-cli/2.13.0 Python/3.11 Linux");
  prints("moto_server", "usage");
  expect(await bringMissing()).toEqual({ status: 0, output: `${bin}\n` });
  expect(existsSync(root)).toBe(false);
});

it("moto may be a module of Python alone, and Terraform one that is named", async () => {
  prints("aws", "aws-cli/1.29.0 Python/3.11 Linux");
  putOnPath("python3", `[ "$*" = '-m moto.server --help' ] && echo usage`);
  expect(await bringMissing({ TERRAFORM_BINARY_NAME: "tofu" })).toEqual({ status: 0, output: `${bin}\n` });
});

it("one that is named is neither brought nor looked for", async () => {
  prints("aws", "aws-cli/1.29.0 Python/3.11 Linux");
  const named = { TERRAFORM_BINARY_NAME: "tofu", [MOTO_PROGRAM]: "/programs/moto" };
  expect(await bringMissing(named)).toEqual({ status: 0, output: `${bin}\n` });
  expect(existsSync(root)).toBe(false);
});

describe("with Debian's AWS CLI, which does not know AWS_ENDPOINT_URL, and without moto,", () => {
  beforeEach(() => {
    prints("terraform", "Terraform v1.11.4");
    prints("aws", "aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64.debian.12");
    putOnPath("python3", PYTHON);
  });

  const programs = (): string[] => readdirSync(join(root, "bin")).sort();

  it("both come, each with a line, and once", async () => {
    const { status, output } = await bringMissing();
    expect(output).toBe(
      `${join(root, "bin")}:${bin}\n` +
        "Installing the AWS CLI (awscli==1.45.11 of PyPI), which takes up to two minutes ...\n" +
        "Installing moto (moto[server]==5.2.1 of PyPI), which takes up to two minutes ...\n",
    );
    expect(status).toBe(0);
    expect(programs()).toEqual(["aws", "moto_server"]);
    expect(await execute(join(root, "bin", "aws"), ["--version"], {})).toMatchObject({
      output: "aws-cli/1.45.11 Python/3.12.1\n",
    });
    const again = await bringMissing({ PATH: `${join(root, "bin")}:${bin}` });
    expect(again).toEqual({ status: 0, output: `${join(root, "bin")}:${bin}\n` });
  });

  it("one that was brought stays where another one is named", async () => {
    await bringMissing();
    await bringMissing({ PATH: `${join(root, "bin")}:${bin}`, [MOTO_PROGRAM]: "/programs/moto" });
    expect(programs()).toEqual(["aws", "moto_server"]);
  });

  it("one that the machine gets itself later is not stood before", async () => {
    await bringMissing();
    prints("aws", "aws-cli/2.31.0 Python/3.13 Linux");
    await bringMissing({ PATH: `${join(root, "bin")}:${bin}` });
    expect(programs()).toEqual(["moto_server"]);
  });

  it("what a killed pip left is installed anew, and so is what was moved", async () => {
    await bringMissing();
    rmSync(join(root, "python", "installed.txt"));
    expect((await bringMissing()).output).toContain("Installing moto ");
    writeFileSync(join(root, "python", "installed.txt"), "/elsewhere\nawscli==1.45.11\nmoto[server]==5.2.1");
    expect((await bringMissing()).output).toContain("Installing moto ");
    expect((await bringMissing()).output).not.toContain("Installing");
  });

  it("an environment of Python is made once, also where no package can be had", async () => {
    const { status, output } = await bringMissing({ PYPI_IS_AWAY: "1" });
    expect(output).toMatch(/the AWS CLI is missing, and [^]*moto is missing, and /i);
    expect(status).toBe(1);
    expect((await bringMissing()).status).toBe(0);
    expect(programs()).toEqual(["aws", "moto_server"]);
    expect(readFileSync(join(bin, "environments"), "utf8")).toBe("made\n");
  });

  it("a Python without ensurepip is told, with Debian's package", async () => {
    putOnPath(
      "python3",
      `[ "$1" = --version ] && echo Python 3.11.2 || { echo ensurepip is not available; exit 1; }`,
    );
    const { status, output } = await bringMissing();
    expect(status).toBe(1);
    expect(output).toContain(
      "moto is missing, and cannot be downloaded (Python has no ensurepip here: on Debian and Ubuntu, " +
        "apt install python3-venv brings it); get it from https://github.com/getmoto/moto\n",
    );
  });
});

describe("the kubectl that came with a control plane", () => {
  const offered = (assets?: string): Promise<string | undefined> =>
    offerKubectl(assets, root, { PATH: `${join(root, "bin")}:${bin}` }).then(() => {
      const link = join(root, "bin", "kubectl");
      return existsSync(link) ? readlinkSync(link) : undefined;
    });

  it("is offered where the machine has none, and only as long", async () => {
    const assets = join(directory, "assets");
    mkdirSync(assets);
    expect(await offered(assets)).toBeUndefined();
    writeFileSync(join(assets, "kubectl"), "#!/bin/sh\necho offered\n", { mode: 0o755 });
    expect(await offered(assets)).toBe(join(assets, "kubectl"));
    expect(await offered(assets)).toBe(join(assets, "kubectl"));
    expect(await offered(undefined)).toBeUndefined();
    expect(await offered(assets)).toBe(join(assets, "kubectl"));
    prints("kubectl", "Client Version: v1.33.1");
    expect(await offered(assets)).toBeUndefined();
  });
});

it("without a network, there is a sentence for each program, with its page", async () => {
  const { host, url } = server;
  await server.stop();
  server = await CountingServer.start(() => undefined);
  putOnPath(
    "python3",
    `[ "$1" = --version ] && echo Python 3.12.1 || { echo "$3 cannot be reached" >&2; exit 1; }`,
  );
  const { status, output } = await bringMissing({ [MIRROR_VARIABLE]: url });
  expect(status).toBe(1);
  const sentences = output.split("\n").filter((line) => line.includes(" is missing, "));
  expect(sentences).toEqual([
    `Terraform 1.11.4 is missing, and cannot be downloaded (${host} cannot be reached: ECONNREFUSED); get it from https://developer.hashicorp.com/terraform/install`,
    `The AWS CLI is missing, and cannot be downloaded (${join(root, "python")} cannot be reached); get it from https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html`,
    `moto is missing, and cannot be downloaded (${join(root, "python")} cannot be reached); get it from https://github.com/getmoto/moto`,
  ]);
});
