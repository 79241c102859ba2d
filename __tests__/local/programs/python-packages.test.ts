import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MissingPython, python } from "../../../local/programs/python";
import { install, MOTO } from "../../../local/programs/python-packages";

jest.mock("../../../local/programs/python", () => ({
  ...jest.requireActual<object>("../../../local/programs/python"),
  python: jest.fn(),
}));

const root = mkdtempSync(join(tmpdir(), "python-packages-"));
afterAll(() => rmSync(root, { recursive: true }));

it("a Python that is too old is refused before an installation is announced", async () => {
  jest.mocked(python).mockImplementation(() => {
    throw new MissingPython("3.9.2");
  });
  const told = jest.spyOn(console, "error").mockImplementation();
  await expect(install(MOTO, root)).rejects.toThrow(
    "Python 3.10 or newer is needed, this is 3.9.2); get it from https://github.com/getmoto/moto",
  );
  expect(told).not.toHaveBeenCalled();
  expect(readdirSync(root)).toEqual([]);
});
