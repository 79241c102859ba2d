import type { Colors } from "../../../src/operations/terminal/colors";

/*
 * The library decides by the environment when it is loaded, and takes `undefined` for "decide by
 * yourself": Node's `isTTY` is undefined, not false, on what is no terminal.
 */
const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
});

function loaded(variables: NodeJS.ProcessEnv): (stream: { readonly isTTY?: boolean }) => Colors {
  process.env = { ...environment, NO_COLOR: undefined, TERM: "xterm", ...variables };
  for (const name of ["NO_COLOR", "CI", "FORCE_COLOR"]) if (!variables[name]) delete process.env[name];
  let colorsFor: ReturnType<typeof loaded>;
  jest.isolateModules(() => {
    ({ colorsFor } = jest.requireActual<typeof import("../../../src/operations/terminal/colors")>(
      "../../../src/operations/terminal/colors",
    ));
  });
  return colorsFor!;
}

test.each([{}, { CI: "1" }, { FORCE_COLOR: "1" }])("a pipe gets no colours, with %j", (variables) => {
  expect(loaded(variables)({}).green("ok")).toBe("ok");
});

test("a terminal gets colours", () => {
  expect(loaded({})({ isTTY: true }).green("ok")).toBe("\u001b[32mok\u001b[39m");
});

test.each([{ NO_COLOR: "1" }, { TERM: "dumb" }])("a terminal with %j gets none", (variables) => {
  expect(loaded(variables)({ isTTY: true }).green("ok")).toBe("ok");
});
