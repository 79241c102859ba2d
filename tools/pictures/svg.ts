/** Text or attribute value of an SVG document. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** An element of an SVG document. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = "",
): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? coordinate(value) : escaped(value)}"`,
  );
  return content === "" ? `<${name}${list.join("")}/>` : `<${name}${list.join("")}>${content}</${name}>`;
}

/** A line of text that begins at a point, on its base line, unless its class anchors it otherwise. */
export function text(x: number, y: number, className: string, content: string): string {
  return element("text", { x, y, class: className }, escaped(content));
}

/** Precise enough for the eye, and the same on every machine. */
export function coordinate(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Widths of a character in the widest of the usual sans-serif fonts, on average, in parts of the font size. */
const CHARACTER_WIDTH = { normal: 0.56, bold: 0.65 } as const;

export type Weight = keyof typeof CHARACTER_WIDTH;

/** How wide a text is at most, in pixels. */
export function textWidth(content: string, fontSize: number, weight: Weight = "normal"): number {
  return content.length * fontSize * CHARACTER_WIDTH[weight];
}

/** Breaks a text between its words into lines that are no wider than a number of pixels. */
export function wrapped(
  content: string,
  fontSize: number,
  width: number,
  weight: Weight = "normal",
): string[] {
  const lines: string[] = [];
  for (const word of content.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(`${line} ${word}`, fontSize, weight) <= width)
      lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines;
}

/** A declaration for each class, in the light and in the dark scheme. */
export interface Theme {
  readonly light: Readonly<Record<string, string>>;
  readonly dark: Readonly<Record<string, string>>;
  /** What is the same in both. */
  readonly common: string;
}

/**
 * A whole document with a background of its own: a page may be light while the reader's system is dark.
 * It needs neither scripts nor fonts, which do not work in an `<img>`.
 *
 * @param description what a reader is told who does not see the picture
 */
export function document(props: {
  readonly width: number;
  readonly height: number;
  readonly description: string;
  readonly theme: Theme;
  readonly content: readonly string[];
}): string {
  const width = Math.ceil(props.width);
  const height = Math.ceil(props.height);
  const rules = (colors: Readonly<Record<string, string>>): string =>
    Object.entries(colors)
      .map(([selector, declarations]) => `${selector}{${declarations}}`)
      .join("\n");
  const { light, dark, common } = props.theme;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(props.description)}">
<style>
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
${common}
${rules(light)}
@media (prefers-color-scheme:dark){
${rules(dark)}
}
</style>
${element("rect", { class: "background", width, height, rx: 8 })}
${props.content.join("\n")}
</svg>
`;
}
