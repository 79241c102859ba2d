import { readFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json";
import { blocksIn, blocksOf, PAGES, type Block } from "../support/command-blocks";

const PROJECT = join(__dirname, "..", "..");

const COMMANDS = ["sh", "bash", "shell"];

/** What a command block may be marked with; CONTRIBUTING.md explains it. */
const MARKS = [/^runs=(offline|rehearsal)$/, /^tested-by=[\w./-]+$/, /^needs=(aws|packages)$/];

/** Where a transcript may come from. */
const RECORDED = /^recorded-in=(rehearsal|aws)$/;

/** What is wrong with the marks of a block. */
function problemOf({ place, language, marks }: Block): string | undefined {
  if (language === "") return `${place} names no language`;
  const allowed = COMMANDS.includes(language) ? MARKS : language === "console" ? [RECORDED] : [];
  if (allowed.length === 0) return undefined;
  const isMarked = marks.length > 0 && marks.every((mark) => allowed.some((pattern) => pattern.test(mark)));
  return isMarked ? undefined : `${place} is not marked with one of ${allowed.join(", ")}`;
}

it.each(PAGES)("every command block of %s is run by a test, or says what it needs", (page) =>
  expect(blocksOf(page).map(problemOf).filter(Boolean)).toEqual([]),
);

it("there are blocks of each kind", () => {
  const marks = PAGES.flatMap(blocksOf).flatMap((block) => block.marks.map((mark) => mark.split("=")[0]));
  expect([...new Set(marks)].sort()).toEqual(["needs", "recorded-in", "runs", "tested-by"]);
});

it.each([
  ["```sh\nls\n```", "page:1 is not marked"],
  ["text\n\n```sh needs=luck\nls\n```", "page:3 is not marked"],
  ["```console\n$ ls\n```", "page:1 is not marked"],
  ["```console runs=offline\n$ ls\n```", "page:1 is not marked"],
  ["```\nls\n```", "page:1 names no language"],
])("%j is refused", (markdown, problem) =>
  expect(blocksIn("page", markdown).map(problemOf)).toEqual([expect.stringContaining(problem)]),
);

it.each([
  "```sh runs=offline\nls\n```",
  "```json\n{}\n```",
  "```mermaid\ngantt\n```",
  "```console recorded-in=aws\n$ ls\n```",
])("%j is accepted", (markdown) => expect(blocksIn("page", markdown).map(problemOf)).toEqual([undefined]));

/** What commands call, as the file that runs them has to name it: scripts of npm and of the shell. */
function calledIn(text: string): string[] {
  return [...text.matchAll(/npm run (?:--silent )?([\w:-]+)|\.\/(\w+\.sh)|(npm (?:ci|test))/g)].map((match) =>
    match.slice(1).find((name) => name !== undefined)!,
  );
}

it("a file that a block names as its test names what the block calls", () => {
  const missing = PAGES.flatMap(blocksOf).flatMap(({ place, marks, text }) => {
    const files = marks.filter((mark) => mark.startsWith("tested-by=")).map((mark) => mark.slice(10));
    const tests = files.map((file) => readFileSync(join(PROJECT, file), "utf8"));
    const called = files.length > 0 ? calledIn(text) : [];
    return called
      .filter((name) => !tests.some((test) => test.includes(name)))
      .map((name) => `${place} ${name}`);
  });
  expect(missing).toEqual([]);
});

it("every npm script that a page names exists", () => {
  const named = PAGES.flatMap((page) =>
    [...readFileSync(join(PROJECT, page), "utf8").matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(
      ([, script]) => `${page}: ${script}`,
    ),
  );
  const scripts = Object.keys(packageJson.scripts);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !scripts.includes(name.split(": ")[1]!))).toEqual([]);
});
