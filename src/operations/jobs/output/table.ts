import Table from "cli-table3";

/** Rows in aligned columns without lines, so that they can be cut and sorted by other programs. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = "";
  const borders = [
    ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
  ];
  const grid = new Table({
    chars: { ...Object.fromEntries(borders.map((name) => [name, none])), middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  grid.push([...head], ...rows.map((row) => [...row]));
  return grid
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
