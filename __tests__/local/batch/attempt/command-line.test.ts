import { commandLine, expand, expandVariables } from "../../../../local/batch/attempt/command-line";

describe("expand", () => {
  const environment = { NAME: "value", EMPTY: "" };

  test.each([
    ["$(NAME)", "value"],
    ["a$(NAME)b$(NAME)", "avaluebvalue"],
    ["$(EMPTY)", ""],
    ["$(MISSING)", "$(MISSING)"],
    ["$$(NAME)", "$(NAME)"],
    ["$$$(NAME)", "$value"],
    ["$NAME", "$NAME"],
    ["$(NAME", "$(NAME"],
    ["100$", "100$"],
  ])("makes of %s the text %s", (text, expanded) => {
    expect(expand(text, environment)).toBe(expanded);
  });
});

test("a variable may refer to those before it, and not to those after it", () => {
  expect(
    expandVariables([
      { name: "A", value: "$(B)" },
      { name: "B", value: "b" },
      { name: "C", value: "$(B)$(B)" },
    ]),
  ).toEqual({ A: "$(B)", B: "b", C: "bb" });
});

describe("commandLine", () => {
  test("is the command with the arguments after it", () => {
    const container = { image: "i", command: ["echo", "$(WHAT)"], args: ["and", "$(MORE)"] };
    expect(commandLine(container, { WHAT: "this", MORE: "that" })).toEqual(["echo", "this", "and", "that"]);
  });

  test("is empty for a container that leaves the command to its image", () => {
    expect(commandLine({ image: "i", args: ["--verbose"] }, {})).toEqual([]);
  });
});
