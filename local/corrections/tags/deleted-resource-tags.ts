import {
  paginateDescribeSecurityGroupRules,
  paginateDescribeVolumes,
  paginateDescribeVpcEndpoints,
} from "@aws-sdk/client-ec2";
import { ec2Resources } from "../../inventory";
import type { MotoClients } from "../../moto/moto";
import type { Correction, CorrectionContext } from "../correction";
import { buildXml, childrenOf, element, parseXml, putChild, textOf, type XmlNode } from "../ordered-xml";

/** Shows no tags of what does not exist any more, and calls types as AWS does. */
export function deletedResourceTags({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DescribeTags"],
    why: "moto keeps the tags of everything that was deleted, and has names of its own for some types",
    async handle({ request, forward }) {
      const answer = await forward();
      if (answer.status !== 200) return answer;
      const existing = await existingIds(clients(request.region));
      const isGone = (item: XmlNode[]): boolean => {
        const id = textOf(item, "resourceId") ?? "";
        return PREFIX.test(id) && !existing.has(id);
      };
      const document = parseXml(answer.body.toString());
      const [tagSet = []] = childrenOf(document, "DescribeTagsResponse").flatMap((response) =>
        childrenOf(response, "tagSet"),
      );
      const kept = tagSet.filter((node) => !childrenOf([node], "item").some(isGone));
      for (const item of childrenOf(kept, "item")) {
        const type = textOf(item, "resourceType") ?? "";
        putChild(item, element("resourceType", TYPES[type] ?? type));
      }
      tagSet.splice(0, tagSet.length, ...kept);
      return { ...answer, body: buildXml(document) };
    },
  };
}

/** Of the ids of the types that are looked at here. */
const PREFIX = /^(vpc|subnet|rtb|sg|sgr|acl|igw|nat|eipalloc|eni|lt|vpce|vol)-/;

const TYPES: Readonly<Record<string, string>> = {
  "vpc-elastic-ip": "elastic-ip",
  "nat-gateway": "natgateway",
};

async function existingIds(clients: MotoClients): Promise<Set<string | undefined>> {
  const client = clients.ec2;
  const ids = new Set<string | undefined>();
  for await (const [, id] of ec2Resources(clients)) ids.add(id);
  for await (const { SecurityGroupRules = [] } of paginateDescribeSecurityGroupRules({ client }, {}))
    for (const { SecurityGroupRuleId } of SecurityGroupRules) ids.add(SecurityGroupRuleId);
  for await (const { VpcEndpoints = [] } of paginateDescribeVpcEndpoints({ client }, {}))
    for (const { VpcEndpointId, State } of VpcEndpoints)
      if (!/deleted/i.test(State ?? "")) ids.add(VpcEndpointId);
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, {}))
    for (const { VolumeId } of Volumes) ids.add(VolumeId);
  return ids;
}
