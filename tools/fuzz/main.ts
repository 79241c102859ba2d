import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { inspect } from "node:util";
import { Option } from "commander";
import { newProgram } from "../../src/cli/new-program";
import { run } from "../../src/cli/run";
import { VariablesError } from "../../src/model/load-variables";
import { FileError } from "../../src/model/read-file";
import { CliError } from "../../src/operations/terminal/cli-error";
import { FILES, type ReadFile } from "./readers";

const PROJECT = join(__dirname, "..", "..");
const LIMIT_MS = 9 * 60_000;
const SLOW_MS = 5_000;

/** What may be at the place of a file. */
interface Damage {
  readonly name: string;
  readonly put: (file: string) => void;
}

const { reading } = newProgram(
  "npm run test:fuzz --",
  "Damages every file that the programs read, in every way, and shows that each is told in a sentence, at once.",
)
  // What never ends there can only be ended from outside.
  .addOption(new Option("--reading").hideHelp())
  .parse()
  .opts<{ reading?: true }>();

run(reading ? readDamaged : watch);

/** Torn at every byte, up to 200 places of a file. */
function damagesOf(content: string): Damage[] {
  const step = Math.max(1, Math.floor(content.length / 200));
  const places = Array.from({ length: Math.ceil(content.length / step) }, (_, index) => index * step);
  const text = (name: string, damaged: string | Buffer): Damage => ({
    name,
    put: (file) => writeFileSync(file, damaged),
  });
  return [
    ...places.map((place) => text(`torn at byte ${place}`, content.slice(0, place))),
    ...[
      "null",
      "[]",
      "{}",
      "5",
      '"text"',
      "[[]]",
      '{"resources":5}',
      '{"resources":[null]}',
      '{"stacks":[1]}',
    ].map((foreign) => text(`foreign (${foreign})`, foreign)),
    ...Object.keys(Object(safely(content)) as object).flatMap((key) =>
      [null, 5, "x", [], {}].map((value) =>
        text(
          `foreign (${key} is ${JSON.stringify(value)})`,
          JSON.stringify({ ...(safely(content) as object), [key]: value }),
        ),
      ),
    ),
    text("binary", Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))),
    text("another program's", "<html>\r\n<body>504 Gateway Time-out</body>\r\n</html>"),
    { name: "a directory", put: (file) => mkdirSync(file) },
    { name: "a named pipe", put: (file) => void spawnSync("mkfifo", [file]) },
  ];
}

function safely(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** Reads every file in every damage; prints each case before, and each problem. */
async function readDamaged(): Promise<void> {
  let count = 0;
  for (const file of FILES) {
    for (const damage of damagesOf(file.content)) {
      count += 1;
      console.error(`${file.path}: ${damage.name}`);
      const problem = await problemOf(file, damage);
      if (problem !== undefined) console.log(`${file.path}: ${damage.name}: ${problem}`);
    }
  }
  console.log(`read ${FILES.length} files in ${count} damages`);
}

async function problemOf(file: ReadFile, damage: Damage): Promise<string | undefined> {
  const directory = mkdtempSync(join(tmpdir(), "fuzz-"));
  const begin = Date.now();
  try {
    for (const other of FILES.filter(({ path }) => /^cdktf\.out|^state.*\.tfstate$/.test(path))) {
      mkdirSync(dirname(join(directory, other.path)), { recursive: true });
      writeFileSync(join(directory, other.path), other.content);
    }
    const path = join(directory, file.path);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    damage.put(path);
    const said = await saidDuring(() => file.read(directory));
    // A state is called by its stack, whichever of its copies is damaged.
    const name = basename(file.path).replace(/\.(kept|backup)$/, "");
    const nameless = said.find((line) => !line.includes(name));
    if (nameless !== undefined) return `what was said does not name the file: ${nameless}`;
  } catch (error) {
    const isTold = error instanceof CliError || error instanceof VariablesError || error instanceof FileError;
    const isToldByRehearsal =
      file.path === "emulator.json" && error instanceof Error && error.message.includes(file.path);
    if (!isTold && !isToldByRehearsal) return inspect(error).split("\n", 2).join(" ");
    if (!error.message.includes(file.path)) return `the sentence does not name the file: ${error.message}`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const took = Date.now() - begin;
  return took > SLOW_MS ? `it took ${took} ms` : undefined;
}

/** What `read` says to people, where it goes on. */
async function saidDuring(read: () => unknown): Promise<string[]> {
  const said: string[] = [];
  const { log } = console;
  console.log = (line: string) => said.push(line);
  try {
    await read();
    return said;
  } finally {
    console.log = log;
  }
}

/** Programs that a user starts, with the variables file in the damages that no text has. */
const PROGRAMS = ["main.ts", "src/cli/doctor.ts", "src/cli/job.ts list"];
const HOPELESS = ["a directory", "a named pipe", "binary", "torn at byte 1"];

async function watch(): Promise<void> {
  const begin = Date.now();
  const problems = await readInAnotherProcess();
  const directory = mkdtempSync(join(tmpdir(), "fuzz-"));
  for (const program of PROGRAMS) {
    for (const damage of damagesOf("{}").filter(({ name }) => HOPELESS.includes(name))) {
      const file = join(directory, "variables.json");
      rmSync(file, { recursive: true, force: true });
      damage.put(file);
      const { status, stdout, stderr } = spawnSync(
        "node",
        ["--require", "./src/typescript.cjs", ...program.split(" ")],
        {
          cwd: PROJECT,
          env: { ...process.env, VARIABLES_FILE: file, CDKTF_OUTDIR: join(directory, "out") },
          encoding: "utf8",
          timeout: 60_000,
        },
      );
      const output = stdout + stderr;
      const isGood = status === 1 && !/^ +at /m.test(output) && output.includes("variables.json");
      if (!isGood) problems.push(`${program} with ${damage.name}: status ${status}: ${output.slice(0, 300)}`);
    }
  }
  rmSync(directory, { recursive: true });
  const seconds = Math.round((Date.now() - begin) / 1000);
  console.log(
    `${PROGRAMS.length * HOPELESS.length} programs started; ${problems.length} problems in ${seconds} s`,
  );
  if (problems.length > 0) throw new CliError(problems.join("\n"));
}

/** @returns what went wrong there; what did not end is the last case that it told */
async function readInAnotherProcess(): Promise<string[]> {
  const child = spawn("node", ["--require", "./src/typescript.cjs", __filename, "--reading"], {
    cwd: PROJECT,
  });
  let [output, cases] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (cases = (cases + chunk.toString()).slice(-2000)));
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
  const status = await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  const lines = output.trim().split("\n");
  console.log(lines.at(-1));
  if (status === 0) return lines.slice(0, -1);
  return [`It did not end well (${String(status)}): ${cases.trim().split("\n").slice(-5).join("\n")}`];
}
