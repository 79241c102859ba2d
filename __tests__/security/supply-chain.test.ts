import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/*
 * What `npm ci` brings: exactly these packages, with these contents, that run nothing while they are
 * installed, under licences that allow to use and change this project.
 */

const PROJECT = join(__dirname, "..", "..");

interface LockedPackage {
  /** Where it is not the one of the path. */
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly license?: unknown;
}

/** One version, of another package where it begins with `npm:`. */
const PIN = /^(?:npm:(?<alias>(?:@[\w-]+\/)?[\w-]+)@)?(?<version>\d+\.\d+\.\d+(?:-[\w.]+)?)$/;

const read = (file: string): unknown => JSON.parse(readFileSync(join(PROJECT, file), "utf8"));

const manifest = read("package.json") as Manifest;
const lock = read("package-lock.json") as { packages: Readonly<Record<string, LockedPackage>> };
const root = lock.packages[""]!;
const locked = Object.entries(lock.packages).filter(([path]) => path !== "");

/** Name of the package that is installed at a path. */
const nameAt = (path: string): string => path.split("node_modules/").at(-1)!;

it("every dependency is pinned to one version, which the lock file has", () => {
  const { dependencies, devDependencies, overrides } = manifest;
  const direct = { ...dependencies, ...devDependencies };
  // An override `$name` takes the version of the dependency.
  const pins = [
    ...Object.entries(direct),
    ...Object.entries(overrides).filter(([name, version]) => version !== `$${name}`),
  ];
  expect(pins.length).toBeGreaterThan(40);
  expect(pins.filter(([, version]) => !PIN.test(version))).toEqual([]);
  expect(root).toMatchObject({ dependencies, devDependencies });
  for (const [name, pin] of Object.entries(direct)) {
    const { alias = name, version } = PIN.exec(pin)!.groups!;
    const installed = lock.packages[`node_modules/${name}`];
    expect([name, installed?.name ?? name, installed?.version]).toEqual([name, alias, version]);
  }
});

/** The terminal that the CLI of CDKTF loads at every command. */
const TERMINAL = "@cdktf/node-pty-prebuilt-multiarch";

it("the terminal of CDKTF's CLI is one that is there for every version of Node.js, on every platform", () => {
  expect(manifest.overrides[TERMINAL]).toBe(`$${TERMINAL}`);
  const terminals = locked.filter(([path]) => nameAt(path) === TERMINAL);
  expect(terminals.map(([path]) => path)).toEqual([`node_modules/${TERMINAL}`]);
  const binaries = Object.keys(terminals[0]![1].optionalDependencies!).map((name) => {
    const { os, cpu } = lock.packages[`node_modules/${name}`]!;
    return `${os!.join()}-${cpu!.join()}`;
  });
  expect(binaries).toEqual(
    expect.arrayContaining(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]),
  );
  const { spawn } = jest.requireActual<{ spawn: unknown }>(TERMINAL);
  expect(spawn).toBeInstanceOf(Function);
});

it("every package is locked to its contents, and comes from the registry over TLS", () => {
  expect(locked.length).toBeGreaterThan(500);
  const loose = locked.filter(
    ([, { integrity, resolved, link }]) =>
      link === true ||
      !/^sha512-[\w+/]{86}==$/.test(integrity ?? "") ||
      !(resolved ?? "").startsWith("https://registry.npmjs.org/"),
  );
  // What is bundled is within the contents of the package that bundles it.
  expect(loose.filter(([, { inBundle }]) => inBundle !== true).map(([path]) => path)).toEqual([]);
});

/** What packages would run while they are installed, and why they work without it. */
const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  "@parcel/watcher": "builds itself where that is asked for; its binary package is there",
  "@swc/core": "checks that the binary package of the platform is there",
  esbuild: "replaces a launcher by the binary, to start faster",
  "unrs-resolver": "checks that the binary package of the platform is there",
};

it("no package runs a script while it is installed", () => {
  expect(readFileSync(join(PROJECT, ".npmrc"), "utf8")).toMatch(/^ignore-scripts=true$/m);
  const scripted = locked
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => nameAt(path));
  expect([...new Set(scripted)].sort()).toEqual(Object.keys(INSTALL_SCRIPTS).sort());
});

/** Licences that ask for no more than their text, or leave what is built with them alone. */
const LICENCES = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  // Of CDKTF and its bindings: changes to their files stay under it, files beside them do not.
  "MPL-2.0",
  "Unlicense",
];

/** Packages that name their licence in other words. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  jsonify: '"Public Domain", as its author Douglas Crockford dedicated it',
};

it("every package that is installed to use the project has a licence from the list", () => {
  const licences = locked
    .filter(([path, { dev }]) => !dev && existsSync(join(PROJECT, path, "package.json")))
    .map(([path]) => ({
      name: nameAt(path),
      licence: (read(join(path, "package.json")) as Manifest).license,
    }));
  expect(licences.length).toBeGreaterThan(300);
  const others = licences.filter(({ licence }) => !isAllowed(licence));
  expect([...new Set(others.map(({ name }) => name))]).toEqual(Object.keys(OTHER_WORDS));
});

/** Whether a user may choose a licence of the list: of `(A OR B)` one is enough. */
function isAllowed(expression: unknown): boolean {
  if (typeof expression !== "string") return false;
  return expression
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((licence) => LICENCES.includes(licence));
}
