import type { Correction } from "./correction";
import type { CorrectionContext } from "./correction-context";
import { buildXml, childrenOf, element, parseXml, putChild, textOf, type XmlNode } from "./ordered-xml";

/** Lets a new NAT gateway be pending for a while. */
export function natGatewayCreation({ lifecycle }: CorrectionContext): Correction {
  const pending = new Set<string>();
  return {
    service: "ec2",
    actions: ["CreateNatGateway", "DescribeNatGateways"],
    why: "moto has a NAT gateway available at once; AWS takes minutes",
    async handle({ action, forward }) {
      const answer = await forward();
      if (answer.status !== 200) return answer;
      const document = parseXml(answer.body.toString());
      const gateways = gatewaysIn(document);
      if (action === "CreateNatGateway") {
        for (const gateway of gateways) {
          const id = textOf(gateway, "natGatewayId")!;
          pending.add(id);
          lifecycle.transition("ec2.nat-gateway.create", id, () => void pending.delete(id));
        }
      }
      for (const gateway of gateways) {
        const isPending = pending.has(textOf(gateway, "natGatewayId")!);
        if (isPending && textOf(gateway, "state") === "available")
          putChild(gateway, element("state", "pending"));
      }
      return { ...answer, body: buildXml(document) };
    },
  };
}

function gatewaysIn(document: XmlNode[]): XmlNode[][] {
  const created = childrenOf(document, "CreateNatGatewayResponse").flatMap((answer) =>
    childrenOf(answer, "natGateway"),
  );
  const described = childrenOf(document, "DescribeNatGatewaysResponse")
    .flatMap((answer) => childrenOf(answer, "natGatewaySet"))
    .flatMap((set) => childrenOf(set, "item"));
  return [...created, ...described];
}
