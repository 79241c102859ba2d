import { basename } from "node:path";
import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
} from "yaml";
import type { z } from "zod";
import { FileError, readFile } from "../read-file";
import { shownPath, type Problem } from "./problem";
import { brokenRules } from "./rules";
import { jobFile, type JobFile } from "./schema";
import { unknownKey } from "./unknown-key";

/** All that is wrong with a job file, a line each, with line and column. */
export class JobFileError extends FileError {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** A job file that is as it should be, with its name. */
export type NamedJobFile = JobFile & { readonly name: string };

/** Problems of a file that are told one by one. */
const MAX_PROBLEMS = 20;
const LONGEST_VALUE = 200;

/**
 * @param source as its user calls it
 * @throws JobFileError with every problem at once, FileError when the file cannot be read
 */
export function loadJobFile(path: string, source = path): NamedJobFile {
  const content = readFile(path);
  if (content === undefined) {
    throw new JobFileError([`${source}: there is no such file; examples/ has some to begin with`]);
  }
  return parseJobFile(content, source);
}

/**
 * @param source name of the file, for the messages and as the name of what does not name itself
 * @throws JobFileError with every problem at once
 */
export function parseJobFile(content: string, source: string): NamedJobFile {
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${source}:${line}:${col}`;
  };
  const document = readDocument(content, lines, at);
  const fail = (problems: readonly Problem[]): never => {
    const told = problems.slice(0, MAX_PROBLEMS).map((problem) => {
      const { line, col } = lines.linePos(offsetOf(document, problem));
      return { line, col, text: `${source}:${line}:${col}: ${printable(problem.text)}` };
    });
    const inOrder = told.sort((a, b) => a.line - b.line || a.col - b.col).map(({ text }) => text);
    const more = problems.length - told.length;
    throw new JobFileError([...inOrder, ...(more > 0 ? [`${source}: ${more} more problems`] : [])]);
  };
  const value = valueOf(document, at);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fail([
      { path: [], text: "a job file must be a map of keys such as image, command, cpu and memory" },
    ]);
  }
  const parsed = jobFile.safeParse(value);
  if (!parsed.success) return fail(parsed.error.issues.flatMap((issue) => problemsOf(issue, value)));
  const name = parsed.data.name ?? basename(source).replace(/\.ya?ml$/, "");
  const file = { ...parsed.data, name };
  const broken = [
    ...(jobFile.shape.name.safeParse(name).success
      ? []
      : [
          {
            path: [],
            text: `name is missing, and the file's own ("${name}") cannot be one: write name: NAME`,
          },
        ]),
    ...brokenRules(file),
  ];
  return broken.length > 0 ? fail(broken) : file;
}

/** @param at how a place in the file is called */
function readDocument(
  content: string,
  lineCounter: LineCounter,
  at: (offset: number) => string,
): Document.Parsed {
  const documents = parseAllDocuments(content.replace(/^\uFEFF/, ""), { lineCounter, prettyErrors: false });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (!document) throw new JobFileError([`${at(0)}: the file is empty: it must hold a job`]);
  if (document.errors.length > 0) {
    throw new JobFileError(
      document.errors
        .slice(0, MAX_PROBLEMS)
        .map(({ pos, message }) => `${at(pos[0])}: is not valid YAML: ${printable(message)}`),
    );
  }
  if (second)
    throw new JobFileError([`${at(second.range[0])}: a file holds one job: write the next one into its own`]);
  return document;
}

/** Anchors that stand for each other a thousandfold are refused by the library. */
function valueOf(document: Document.Parsed, at: (offset: number) => string): unknown {
  visit(document, {
    Pair: (_, { key }) => {
      // The library, or the schema, would pass over the one and the other.
      if (isScalar(key) && key.value !== "__proto__") return;
      throw new JobFileError([`${at(startOf(key) ?? 0)}: a key must be a word, and not __proto__`]);
    },
    Alias: (_, alias) => {
      if (alias.resolve(document)) return;
      throw new JobFileError([
        `${at(alias.range?.[0] ?? 0)}: there is no anchor &${printable(alias.source)} before it`,
      ]);
    },
  });
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new JobFileError([`${at(0)}: is not valid YAML: ${printable((error as Error).message)}`]);
  }
}

/** Where the value at a path stands, or its key; what is not there stands where its parent does. */
function offsetOf({ contents }: Document.Parsed, { path, isKey = false }: Problem): number {
  let node: unknown = contents;
  let offset = startOf(contents);
  path.forEach((key, index) => {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
      );
      const isMeant = isKey && index === path.length - 1;
      offset = startOf(isMeant ? pair?.key : (pair?.value ?? pair?.key)) ?? offset;
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    }
  });
  return offset ?? 0;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function problemsOf(issue: z.core.$ZodIssue, value: object): Problem[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key], isKey: true, text: unknownKey(path, key) }));
  }
  if (issue.code === "invalid_key") {
    const message = issue.issues[0]?.message ?? issue.message;
    return [
      {
        path,
        isKey: true,
        text: `${shownPath(path.slice(0, -1))} ${message}, got ${shownValue(path.at(-1))}`,
      },
    ];
  }
  const got = path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  if (got === undefined) {
    return [{ path, text: `${shownPath(path)} is missing: it ${issue.message}` }];
  }
  return [{ path, text: `${shownPath(path)} ${issue.message}, got ${shownValue(got)}` }];
}

function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}...`;
}

/** With what would break a line, or move a terminal's cursor, spelled out. */
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
