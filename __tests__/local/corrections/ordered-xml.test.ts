import {
  buildXml,
  childrenOf,
  element,
  parseXml,
  putChild,
  textOf,
} from "../../../local/corrections/ordered-xml";

const DOCUMENT =
  '<?xml version="1.0" encoding="utf-8"?><Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15">' +
  "<set><item><id>0123</id><text>  a &lt;b&gt; &amp; &#10;c\n </text></item></set>" +
  "<set><item><id>1.0</id><empty></empty></item><other>true</other><item><id>x</id></item></set></Response>";

test("a document survives parsing and building byte by byte", () => {
  expect(buildXml(parseXml(DOCUMENT))).toBe(DOCUMENT);
});

test("children are found by name, in their order, one or many", () => {
  const [response = []] = childrenOf(parseXml(DOCUMENT), "Response");
  const items = childrenOf(response, "set").map((set) => childrenOf(set, "item"));
  expect(items.map((list) => list.map((item) => textOf(item, "id")))).toEqual([["0123"], ["1.0", "x"]]);
  expect(textOf(items[1]![0]!, "empty")).toBeUndefined();
  expect(childrenOf(response, "none")).toEqual([]);
});

test("an element takes the place of its namesakes, else comes last", () => {
  const document = parseXml("<a><b>1</b><c>2</c><b>3</b></a>");
  const [a = []] = childrenOf(document, "a");
  putChild(a, element("b", "<4> & 5"));
  putChild(a, element("d", []));
  expect(buildXml(document)).toBe("<a><c>2</c><b>&lt;4&gt; &amp; 5</b><d></d></a>");
});
