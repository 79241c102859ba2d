import { markdownTable, withSection } from "../../tools/markdown";

describe("markdownTable", () => {
  it("has columns of one width, in which a Korean syllable takes two places", () =>
    expect(
      markdownTable(
        ["Name", "뜻"],
        [
          ["a", "가나다"],
          ["longer", "b"],
        ],
      ).split("\n"),
    ).toEqual(["| Name   | 뜻     |", "| ------ | ------ |", "| a      | 가나다 |", "| longer | b      |"]));

  it("keeps bars and line breaks out of the table", () =>
    expect(markdownTable(["Text"], [["a|b\nc"]])).toContain("| a\\|b c |"));
});

describe("withSection", () => {
  const DOCUMENT = "# Title\n\n<!-- a -->\n\nold\n\n<!-- /a -->\n\nend\n";

  it("replaces what stands between the marks, and nothing else", () =>
    expect(withSection(DOCUMENT, "a", "new")).toBe("# Title\n\n<!-- a -->\n\nnew\n\n<!-- /a -->\n\nend\n"));

  it("changes nothing the second time", () =>
    expect(withSection(withSection(DOCUMENT, "a", "new"), "a", "new")).toBe(
      withSection(DOCUMENT, "a", "new"),
    ));

  it.each(["# Title", "<!-- a -->", "<!-- /a -->\n<!-- a -->"])(
    "refuses %j, which has no such section",
    (text) =>
      expect(() => withSection(text, "a", "new")).toThrow("There is no section <!-- a --> ... <!-- /a -->."),
  );
});
