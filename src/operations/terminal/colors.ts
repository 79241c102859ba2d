import { createColors } from "picocolors";

export type Colors = ReturnType<typeof createColors>;

/**
 * Whether a person looks at a stream through a terminal that can be painted. Node leaves `isTTY`
 * undefined on files and pipes.
 */
export function isScreen({ isTTY }: { readonly isTTY?: boolean }): boolean {
  return isTTY === true && process.env.TERM !== "dumb";
}

/** What paints texts for a stream; nothing is painted in a pipe, a file, or with `NO_COLOR`. */
export function colorsFor(stream: { readonly isTTY?: boolean }): Colors {
  return createColors(isScreen(stream) && !process.env.NO_COLOR);
}
