import type { HttpAnswer } from "../protocol/protocol";
import type { Correction } from "./correction";
import { buildXml, childrenOf, parseXml, type XmlNode } from "./ordered-xml";

/** Filters on what a resource has several of. */
const ON_LISTS = ["tag-key", "tag-value", "group-id", "association.subnet-id"];

/**
 * Answers what fits any of a filter's values: asks for each of them, and puts the answers together.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
 */
export function filterValues(): Correction {
  return {
    service: "ec2",
    actions: [
      ...["Addresses", "Instances", "InternetGateways", "NetworkAcls", "NetworkInterfaces", "RouteTables"],
      ...["SecurityGroups", "Snapshots", "Subnets", "Volumes", "Vpcs"],
    ].map((resources) => `Describe${resources}`),
    why: "moto takes several values of such a filter for a set: it finds what has all of them, or none besides",
    async handle({ request, forward }) {
      const forms = splitValues(request.form);
      if (forms.length === 1) return forward();
      const answers: HttpAnswer[] = [];
      for (const form of forms) {
        const answer = await forward(form);
        if (answer.status !== 200) return answer;
        answers.push(answer);
      }
      return merge(answers);
    },
  };
}

/** Values of each filter of a request, by name. */
export function filtersOf(form: URLSearchParams): Map<string, string[]> {
  const filters = new Map<string, string[]>();
  for (const [key, name] of form) {
    const [, number] = /^Filter\.(\d+)\.Name$/.exec(key) ?? [];
    if (number)
      filters.set(
        name,
        valuesOf(form, number).map(([, value]) => value),
      );
  }
  return filters;
}

function valuesOf(form: URLSearchParams, number: string): [string, string][] {
  return [...form].filter(([key]) => key.startsWith(`Filter.${number}.Value.`));
}

/** A request for each value of the first filter on a list that has several, and so on for the others. */
function splitValues(form: URLSearchParams): URLSearchParams[] {
  for (const [key, name] of form) {
    const [, number] = /^Filter\.(\d+)\.Name$/.exec(key) ?? [];
    const values = number && ON_LISTS.includes(name) ? valuesOf(form, number) : [];
    if (values.length < 2) continue;
    return values.flatMap(([, value]) => {
      const one = new URLSearchParams(form);
      for (const [other] of values) one.delete(other);
      // What is put together has no pages.
      one.delete("MaxResults");
      one.set(`Filter.${number}.Value.1`, value);
      return splitValues(one);
    });
  }
  return [form];
}

/** The first answer, with what only the others have. */
function merge(answers: readonly HttpAnswer[]): HttpAnswer {
  const [first, ...others] = answers.map(({ body }) => parseXml(body.toString()));
  const set = itemsOf(first!);
  const known = new Set(set.map((node) => buildXml([node])));
  for (const node of others.flatMap(itemsOf)) {
    const text = buildXml([node]);
    if ("item" in node && !known.has(text)) set.push(node);
    known.add(text);
  }
  return { ...answers[0]!, body: buildXml(first!) };
}

/** The content of the element that holds what was found: `...Set`, or an `...Info` of older calls. */
function itemsOf(document: XmlNode[]): XmlNode[] {
  const response = document.flatMap((node) =>
    Object.keys(node)
      .filter((name) => name.endsWith("Response"))
      .flatMap((name) => childrenOf([node], name)),
  )[0]!;
  const names = response.flatMap((node) => Object.keys(node));
  return childrenOf(
    response,
    names.find((name) => /(Set|Info)$/.test(name))!,
  )[0]!;
}
