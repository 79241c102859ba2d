import { widthOf } from "../../terminal/wrap";

const GAP = "  ";
/** What the further lines of a row begin with. */
const INDENT = "    ";

/**
 * Rows in aligned columns without lines, so that they can be cut and sorted by other programs. Where they are wider
 * than the screen, the last columns go on in further lines below the first ones.
 *
 * @param columns of the screen. @default - as many as it takes
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns = Infinity,
): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    all.reduce((width, row) => Math.max(width, widthOf(row[column]!)), 0),
  );
  const bands = bandsOf(widths, columns);
  return all
    .flatMap((row) => bands.map((band, index) => (index === 0 ? "" : INDENT) + cells(row, band, widths)))
    .map((line) => line.trimEnd())
    .filter((line, index) => line !== "" || bands.length === 1 || index === 0)
    .join("\n");
}

/** Columns that fit beside each other, by their numbers. */
function bandsOf(widths: readonly number[], columns: number): number[][] {
  const bands: number[][] = [];
  let used = 0;
  widths.forEach((width, column) => {
    const band = bands.at(-1);
    if (band && used + GAP.length + width <= columns) {
      band.push(column);
      used += GAP.length + width;
    } else {
      used = (bands.length === 0 ? 0 : INDENT.length) + width;
      bands.push([column]);
    }
  });
  return bands;
}

function cells(row: readonly string[], band: readonly number[], widths: readonly number[]): string {
  return band.map((column) => row[column]! + " ".repeat(widths[column]! - widthOf(row[column]!))).join(GAP);
}
