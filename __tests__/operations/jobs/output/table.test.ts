import { table } from "../../../../src/operations/jobs/output/table";

const HEAD = ["ID", "NAME", "STATE"];
const ROWS = [
  ["a-long-id", "first", "\u001B[32mRUNNING\u001B[39m"],
  ["b", "", "FAILED"],
];

it("aligns columns, whatever is painted", () => {
  expect(table(HEAD, ROWS)).toBe(
    "ID         NAME   STATE\na-long-id  first  \u001B[32mRUNNING\u001B[39m\nb                 FAILED",
  );
});

it("folds the columns that do not fit into lines of their own", () => {
  expect(table(HEAD, ROWS, 20)).toBe(
    "ID         NAME\n    STATE\na-long-id  first\n    \u001B[32mRUNNING\u001B[39m\nb\n    FAILED",
  );
});

it("shows no line for cells that are empty", () => {
  expect(table(["A", "B"], [["long-enough", ""]], 12)).toBe("A\n    B\nlong-enough");
});
