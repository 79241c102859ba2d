import { readFileSync } from "node:fs";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { basename } from "node:path";
import { pictures } from "../../../tools/pictures/pictures";

const FILES = ["architecture.svg", "timeline.svg"];

interface Attributes {
  readonly class?: string;
  readonly width?: string;
}

/** Placing the boxes takes seconds on a busy machine. */
jest.setTimeout(60_000);

let drawn: Record<string, string>;
let drawnAgain: Record<string, string>;

beforeAll(async () => {
  drawn = await pictures();
  drawnAgain = await pictures();
});

describe.each(FILES)("docs/images/%s", (name) => {
  let file: string;
  let svg: string;

  beforeAll(() => {
    [file, svg] = Object.entries(drawn).find(([path]) => basename(path) === name)!;
  });

  it("is what npm run docs draws", () => expect(readFileSync(file, "utf8")).toBe(svg));

  it("is well-formed", () => expect(XMLValidator.validate(svg)).toBe(true));

  it("is drawn the same again", () => expect(drawnAgain[file]).toBe(svg));

  it("fits a README without becoming illegible: it is shrunk by a tenth at most", () => {
    const { svg: root } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(svg) as {
      svg: Attributes;
    };
    expect(Number(root.width)).toBeLessThanOrEqual(830 * 1.1);
  });

  it("has a colour for every class in the light and in the dark scheme", () => {
    const [light, dark] = svg.split("@media (prefers-color-scheme:dark)");
    const used = [...svg.matchAll(/class="([\w -]+)"/g)].flatMap(([, names]) => names!.split(" "));
    const colored = (css: string): Set<string> =>
      new Set(
        [...css.slice(0, css.indexOf("</style>")).matchAll(/([^{}\n]+)\{[^}]*(?:fill|stroke):#/g)]
          .flatMap(([, selectors]) => selectors!.split(","))
          .flatMap((selector) => selector.split(".").filter(Boolean)),
      );
    expect(used.length).toBeGreaterThan(20);
    expect([...new Set(used)].filter((name) => !colored(dark!).has(name))).toEqual([]);
    expect([...colored(dark!)].sort()).toEqual([...colored(`${light}</style>`)].sort());
  });

  it("needs nothing that does not work in an <img>", () =>
    expect(svg).not.toMatch(/<script|<foreignObject|@import|@font-face|url\((?!#)|href=/));
});
