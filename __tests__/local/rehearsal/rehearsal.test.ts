import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import {
  AWS_PROVIDER,
  KUBERNETES_PROVIDER,
  MIRROR_VARIABLE,
  type Provider,
} from "../../../local/rehearsal/provider-mirror";
import { Rehearsal } from "../../../local/rehearsal/rehearsal";

let rehearsal: Rehearsal;
let file: string;

beforeEach(() => {
  rehearsal = new Rehearsal(mkdtempSync(join(tmpdir(), "rehearsal-")));
  rehearsal.create();
  file = rehearsal.path("variables of the user.json");
});

afterEach(() => rmSync(rehearsal.directory, { recursive: true }));

const variables = (): unknown => JSON.parse(readFileSync(rehearsal.variablesFile, "utf8"));

describe("the user's variables", () => {
  it("are taken over, anew each time", () => {
    for (const tags of [{ team: "a" }, { team: "b" }]) {
      writeFileSync(file, JSON.stringify({ tags }));
      expect(rehearsal.takeVariables(file)).toEqual({ keptRegion: undefined });
      expect(variables()).toEqual({ tags });
    }
  });

  it("leave the rehearsal its own when there are none", () => {
    writeFileSync(rehearsal.variablesFile, '{"num_azs": 3}');
    expect(rehearsal.takeVariables(file)).toBeUndefined();
    expect(variables()).toEqual({ num_azs: 3 });
  });

  it.each([
    ["keep the region of an earlier rehearsal", {}, { aws_region: "eu-west-1" }],
    ["win with a region of their own", { aws_region: "us-west-2" }, { aws_region: "us-west-2" }],
  ])("%s", (_, given, taken) => {
    writeFileSync(rehearsal.variablesFile, '{"aws_region": "eu-west-1"}');
    writeFileSync(file, JSON.stringify(given));
    rehearsal.takeVariables(file);
    expect(variables()).toEqual(taken);
  });

  it("are told to lack a region, where the earlier one stays", () => {
    writeFileSync(rehearsal.variablesFile, '{"aws_region": "eu-west-1"}');
    writeFileSync(file, "{}");
    expect(rehearsal.takeVariables(file)).toEqual({ keptRegion: "eu-west-1" });
  });

  it.each([
    ['{"tags": ', /variables of the user\.json:1:\d+: is not valid JSON/],
    ["[]", /variables of the user\.json: must hold one JSON object/],
    ['{"num_azs": 77}', /^[^.].*variables of the user\.json: .*num_azs/],
  ])("with a mistake, %j, leave the last good ones, and name the file with the mistake", (text, message) => {
    writeFileSync(rehearsal.variablesFile, '{"aws_region": "eu-west-1"}');
    writeFileSync(file, text);
    expect(() => rehearsal.takeVariables(file)).toThrow(message);
    expect(variables()).toEqual({ aws_region: "eu-west-1" });
  });
});

describe("the file that tells how to reach the emulator", () => {
  const instance = { pid: 1, endpoint: "http://127.0.0.1:1", accessKeyId: "a", secretAccessKey: "b" };

  it("is read as it was written, for its owner only", () => {
    expect(rehearsal.instance()).toBeUndefined();
    rehearsal.saveInstance(instance);
    expect(rehearsal.instance()).toEqual(instance);
    expect(statSync(rehearsal.path("emulator.json")).mode & 0o077).toBe(0);
  });

  it.each(["", '{"pid"', "{}", "[]", '{"pid": "1"}'])(
    "is told by its name, with what to do, when it is torn: %j",
    (text) => {
      writeFileSync(rehearsal.path("emulator.json"), text);
      expect(() => rehearsal.instance()).toThrow(/emulator\.json is not whole.*npm run local -- stop/);
    },
  );
});

test("the app has stack kubernetes where the emulator has a Kubernetes API", () => {
  const instance = { pid: 1, endpoint: "http://127.0.0.1:1", accessKeyId: "a", secretAccessKey: "b" };
  const without = (hasKubernetes?: boolean): string | undefined =>
    rehearsal.environment({ ...instance, hasKubernetes }).WITHOUT_KUBERNETES;
  expect([without(), without(false), without(true)]).toEqual(["1", "1", "0"]);
});

describe("Terraform's configuration", () => {
  const instance = { pid: 1, endpoint: "http://127.0.0.1:1", accessKeyId: "a", secretAccessKey: "b" };
  const before = process.env[MIRROR_VARIABLE];

  afterEach(() => {
    if (before === undefined) delete process.env[MIRROR_VARIABLE];
    else process.env[MIRROR_VARIABLE] = before;
  });

  /** A directory that holds the provider, as far as anybody looks. */
  function mirror(name: string, provider: Provider = AWS_PROVIDER): string {
    const target = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;
    const versions = join(rehearsal.path(name), "registry.terraform.io", "hashicorp", provider.name);
    mkdirSync(join(versions, provider.version, target), { recursive: true });
    return rehearsal.path(name);
  }

  it("is written when it changes, and else left alone: a Terraform may be reading it", () => {
    const written = (name: string): { text: string; at: number } => {
      process.env[MIRROR_VARIABLE] = mirror(name);
      const { TF_CLI_CONFIG_FILE: configuration } = rehearsal.environment(instance);
      return { text: readFileSync(configuration!, "utf8"), at: statSync(configuration!).mtimeMs };
    };
    expect(written("one").text).toContain(`${rehearsal.path("one")}"`);
    utimesSync(rehearsal.path("terraform.rc"), 1, 1);
    expect(written("one").at).toBe(1000);
    expect(written("two").text).toContain(`${rehearsal.path("two")}"`);
  });

  it("takes each provider that the mirror holds from there, and the others from the registry", () => {
    process.env[MIRROR_VARIABLE] = mirror("mirror");
    mirror("mirror", KUBERNETES_PROVIDER);
    const { TF_CLI_CONFIG_FILE: configuration } = rehearsal.environment(instance);
    expect(readFileSync(configuration!, "utf8").replace(/ +/g, " ")).toBe(`provider_installation {
 filesystem_mirror {
 path = "${rehearsal.path("mirror")}"
 include = ["registry.terraform.io/hashicorp/aws"]
 }
 filesystem_mirror {
 path = "${rehearsal.path("mirror")}"
 include = ["registry.terraform.io/hashicorp/kubernetes"]
 }
 direct {
 exclude = ["registry.terraform.io/hashicorp/aws", "registry.terraform.io/hashicorp/kubernetes"]
 }
}
`);
  });
});
