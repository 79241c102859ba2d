import { PassThrough, Writable } from "node:stream";
import { Prompt } from "../../../src/operations/terminal/prompt";

function piped(...chunks: string[]): { prompt: Prompt; shown: () => string } {
  const input = new PassThrough();
  let shown = "";
  const output = new Writable({
    write(chunk, _encoding, done) {
      shown += String(chunk);
      done();
    },
  });
  for (const chunk of chunks) input.write(chunk);
  input.end();
  return { prompt: new Prompt(input, output), shown: () => shown };
}

it("reads answers to several questions from one chunk of a pipe", async () => {
  const { prompt, shown } = piped("eu-west-1\n  yes \n");
  expect(await prompt.ask("Region: ")).toBe("eu-west-1");
  expect(await prompt.ask("Sure? ")).toBe("yes");
  expect(shown()).toBe("Region: Sure? ");
});

it("ends with an error, not with a default, when the input ends", async () => {
  const { prompt } = piped("one\n");
  await prompt.ask("First: ");
  await expect(prompt.ask("Second: ")).rejects.toThrow("No answer: nothing was changed.");
});

it.each([
  ["y", true],
  ["Y", true],
  ["yes", true],
  ["", false],
  ["n", false],
  ["yesterday", false],
])("takes %p as %p", async (answer, confirmed) => {
  expect(await piped(`${answer}\n`).prompt.confirm("Go on?")).toBe(confirmed);
});
