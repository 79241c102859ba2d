import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PROJECT = join(__dirname, "..", "..");

const squeezed = (text: string): string => text.replace(/["'`]\s*\+\s*["'`]|\\/g, "").replace(/\s+/g, " ");

const sources = readdirSync(join(PROJECT, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => squeezed(readFileSync(join(PROJECT, "src", name), "utf8")))
  .join("\n");

/** Quoted texts of AWS and of Terraform. */
const FOREIGN = ["found existing JobQueue relationship", "already exists"];

const quoted = [
  ...readFileSync(join(PROJECT, "docs", "troubleshooting.md"), "utf8").matchAll(/"([^"\n]+)"/g),
].map(([, text]) => text!);

it.each(quoted.filter((text) => !FOREIGN.includes(text)))("src prints %j", (text) => {
  const parts = text.split("…").map((part) => part.trim());
  expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
});

it("quotes many messages", () => expect(quoted.length).toBeGreaterThan(25));
