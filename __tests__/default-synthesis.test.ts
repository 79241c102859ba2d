import { readFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "./support/synthesize";

/** What the blueprint synthesized before it had any option beyond the original's variables. */
function before(stack: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, "fixtures", "default-synthesis", `${stack}.json`), "utf8"));
}

describe("without the options beyond the original blueprint, everything is as it was before them", () => {
  const { all } = synthesize({ enable_s3_endpoint: false });

  it.each(all.map(({ name, text }) => [name, text] as const))("stack %s", (name, text) =>
    expect(JSON.parse(text)).toEqual(before(name)),
  );
});
