import { ContainerOutput } from "../../../local/kubernetes/container-output";

async function textsOf(lines: AsyncIterable<{ readonly text: string }>): Promise<string[]> {
  const texts: string[] = [];
  for await (const { text } of lines) texts.push(text);
  return texts;
}

function outputOf(...lines: string[]): ContainerOutput {
  const output = new ContainerOutput();
  for (const line of lines) output.write("stdout", line, false);
  return output;
}

test("lines are read from the oldest on, without those that are skipped", async () => {
  const output = outputOf("1", "2", "3");
  expect(await textsOf(output.read(0))).toEqual(["1", "2", "3"]);
  expect(await textsOf(output.read(output.length - 1))).toEqual(["3"]);
});

test("what was cut in two is one line", async () => {
  const output = new ContainerOutput();
  output.write("stdout", "one ", true);
  output.write("stdout", "line", false);
  expect(await textsOf(output.read(0))).toEqual(["one line"]);
});

test("later lines come to who follows, until the container has ended", async () => {
  const output = outputOf("1");
  const followed = textsOf(output.read(0, new AbortController().signal));
  await Promise.resolve();
  output.write("stdout", "2", false);
  output.write("stderr", "3", false);
  await output.close();
  expect(await followed).toEqual(["1", "2", "3"]);
});

test("who stops following is told nothing more", async () => {
  const output = outputOf("1");
  const stopping = new AbortController();
  const followed = textsOf(output.read(0, stopping.signal));
  await Promise.resolve();
  stopping.abort();
  output.write("stdout", "2", false);
  expect(await followed).not.toContain("3");
  expect(await textsOf(output.read(0))).toEqual(["1", "2"]);
});

test("the newest lines stay when there are too many, also for who follows", async () => {
  const line = "x".repeat(1024 * 1024);
  const output = outputOf(...["1", "2", "3", "4", "5"].map((digit) => digit + line));
  const first = (texts: readonly string[]): string[] => texts.map((text) => text.slice(0, 1));
  expect(first(await textsOf(output.read(0)))).toEqual(["3", "4", "5"]);
  const followed = textsOf(output.read(0, new AbortController().signal));
  output.write("stdout", `6${line}`, false);
  await output.close();
  expect(first(await followed).at(-1)).toBe("6");
});
