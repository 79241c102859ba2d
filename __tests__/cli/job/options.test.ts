import { commandOption, environmentOption, nameOption, numberOption } from "../../../src/cli/job/options";

test("a --command is a shell's, words are taken as they are, both are too much", () => {
  expect(commandOption("echo $HOME", [])).toEqual(["/bin/sh", "-c", "echo $HOME"]);
  expect(commandOption(undefined, ["a", "b c"])).toEqual(["a", "b c"]);
  expect(commandOption(undefined, [])).toBeUndefined();
  expect(() => commandOption("a", ["b"])).toThrow("Give the command once");
});

test("vCPUs come in quarters", () => {
  const rule = { min: 0.25, max: 16, step: 0.25 };
  expect(numberOption("--vcpus", "0.75", rule)).toBe(0.75);
  for (const text of ["0", "0.3", "17", "x", "1e1", "-1", "0x2"]) {
    expect(() => numberOption("--vcpus", text, rule)).toThrow(
      `--vcpus must be a multiple of 0.25 from 0.25 to 16, got ${text}.`,
    );
  }
});

test("environment variables need a name, and none of Batch's own", () => {
  expect(environmentOption(["A=", "B=1=2", "C=a\nb"])).toEqual({ A: "", B: "1=2", C: "a\nb" });
  for (const pair of ["A", "=1", "1A=2"]) {
    expect(() => environmentOption([pair])).toThrow("--env must be NAME=VALUE");
  }
  expect(() => environmentOption(["AWS_BATCH_X=1"])).toThrow(
    "AWS Batch keeps names that begin with AWS_BATCH",
  );
});

test("names of jobs are checked as AWS does", () => {
  expect(nameOption("ok_1-x")).toBe("ok_1-x");
  expect(() => nameOption("no spaces")).toThrow("--name must be 1 to 128 letters");
});
