import { CreateTagsCommand, DescribeTagsCommand, type EC2Client, type Tag } from "@aws-sdk/client-ec2";
import type { Correction, CorrectionContext } from "../correction";
import { buildXml, childrenOf, element, parseXml, putChild, textOf, type XmlNode } from "../ordered-xml";

/** Keeps the tags of a launch template apart from the data of its versions, and shows them as they are. */
export function launchTemplateTags({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["CreateLaunchTemplate", "DescribeLaunchTemplates", "ModifyLaunchTemplate"],
    why:
      "moto writes a new template's own tags into its first version, as if its instances were to have " +
      "them, and goes on showing them after they were changed",
    async handle({ request, action, forward }) {
      const { ec2 } = clients(request.region);
      const { form, tags } = action === "CreateLaunchTemplate" ? withoutOwnTags(request.form) : {};
      const answer = await forward(form);
      if (answer.status !== 200) return answer;
      const document = parseXml(answer.body.toString());
      const templates = templatesIn(document, `${action}Response`);
      if (tags?.length) {
        await ec2.send(new CreateTagsCommand({ Resources: [...templates.keys()], Tags: tags }));
      }
      await showTags(ec2, templates);
      return { ...answer, body: buildXml(document) };
    },
  };
}

const OWN_TAG = /^TagSpecification\.\d+\./;

/** The request without the tags of the template itself, and these tags. */
function withoutOwnTags(form: URLSearchParams): { form: URLSearchParams; tags: Tag[] } {
  const stripped = new URLSearchParams([...form].filter(([name]) => !OWN_TAG.test(name)));
  const tags = [...form].flatMap(([name, Key]) =>
    OWN_TAG.test(name) && name.endsWith(".Key")
      ? [{ Key, Value: form.get(name.replace(/Key$/, "Value")) ?? "" }]
      : [],
  );
  return { form: stripped, tags };
}

/** The templates of an answer by their ids. */
function templatesIn(document: XmlNode[], root: string): Map<string, XmlNode[]> {
  const [response = []] = childrenOf(document, root);
  const templates = [
    ...childrenOf(response, "launchTemplate"),
    ...childrenOf(response, "launchTemplates").flatMap((list) => childrenOf(list, "item")),
  ];
  return new Map(templates.map((template) => [textOf(template, "launchTemplateId") ?? "", template]));
}

async function showTags(ec2: EC2Client, templates: Map<string, XmlNode[]>): Promise<void> {
  if (templates.size === 0) return;
  const { Tags = [] } = await ec2.send(
    new DescribeTagsCommand({ Filters: [{ Name: "resource-id", Values: [...templates.keys()] }] }),
  );
  for (const [id, template] of templates) {
    const items = Tags.filter(({ ResourceId }) => ResourceId === id).map(({ Key = "", Value = "" }) =>
      element("item", [element("key", Key), element("value", Value)]),
    );
    putChild(template, element("tagSet", items));
  }
}
