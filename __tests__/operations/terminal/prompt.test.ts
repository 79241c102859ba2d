import { PassThrough, Writable } from "node:stream";
import { Interrupted } from "../../../src/operations/terminal/cli-error";
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

it("ends with the status of SIGINT after Ctrl-C at a question", async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  const asked = new Prompt(input, output).ask("Go on? ");
  input.write("\u0003");
  await expect(asked).rejects.toThrow(Interrupted);
  await expect(asked).rejects.toMatchObject({ status: 130 });
});

it("takes a terminal that was closed for the end of the answers", async () => {
  const input = new PassThrough();
  const asked = new Prompt(input, new PassThrough()).ask("Go on? ");
  input.destroy(Object.assign(new Error("read EIO"), { code: "EIO" }));
  await expect(asked).rejects.toThrow("No answer: nothing was changed.");
});
