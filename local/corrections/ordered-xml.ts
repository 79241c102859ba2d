import { XMLBuilder, XMLParser } from "fast-xml-parser";
import { escapeXml } from "../protocol/protocol";

/**
 * One node of an XML document: a single key, the element's name, with its content, or `#text`;
 * attributes stand beside it under `:@`. Order and text survive a round trip unchanged.
 */
export type XmlNode = { [name: string]: XmlNode[] | string };

/** Entities stay as they are written, so that only text from outside has to be escaped. */
const OPTIONS = { preserveOrder: true, ignoreAttributes: false, processEntities: false } as const;

const parser = new XMLParser({
  ...OPTIONS,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
});
const builder = new XMLBuilder(OPTIONS);

export function parseXml(document: string): XmlNode[] {
  return parser.parse(document) as XmlNode[];
}

export function buildXml(document: XmlNode[]): string {
  return builder.build(document);
}

/** An element with text or other elements in it. */
export function element(name: string, content: string | XmlNode[]): XmlNode {
  return { [name]: typeof content === "string" ? [{ "#text": escapeXml(content) }] : content };
}

/** The content of each child element of that name. */
export function childrenOf(nodes: XmlNode[], name: string): XmlNode[][] {
  return nodes.flatMap((node) => (Array.isArray(node[name]) ? [node[name]] : []));
}

/** The text of the first child element of that name. */
export function textOf(nodes: XmlNode[], name: string): string | undefined {
  const text = childrenOf(nodes, name)[0]?.[0]?.["#text"];
  return typeof text === "string" ? text : undefined;
}

/** Appends an element, instead of the children of its name when there are any. */
export function putChild(nodes: XmlNode[], child: XmlNode): void {
  const kept = nodes.filter((node) => !Object.keys(child).some((name) => name in node));
  nodes.splice(0, nodes.length, ...kept, child);
}
