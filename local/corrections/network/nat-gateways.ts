import {
  DeleteNetworkInterfaceCommand,
  DescribeNatGatewaysCommand,
  DisassociateAddressCommand,
  type EC2Client,
  type NatGateway,
} from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import type { HttpAnswer } from "../../protocol/protocol";
import type { Correction, CorrectionContext } from "../correction";
import { buildXml, childrenOf, element, parseXml, putChild, textOf, type XmlNode } from "../ordered-xml";

/** Lets a new NAT gateway be pending for a while, and one be made once for all calls with the same token. */
export function natGatewayCreation({ lifecycle }: CorrectionContext): Correction {
  const pending = new Set<string>();
  const answers = new Map<string, HttpAnswer>();
  return {
    service: "ec2",
    actions: ["CreateNatGateway", "DescribeNatGateways"],
    why:
      "moto has a NAT gateway available at once, where AWS takes minutes; it knows no client token, and keeps the " +
      "network interface of a further attempt, which it refuses",
    async handle({ request, action, forward }) {
      const token = action === "CreateNatGateway" ? request.form.get("ClientToken") : null;
      const given = token === null ? undefined : answers.get(token);
      if (given) return given;
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
      const corrected = { ...answer, body: buildXml(document) };
      if (token !== null) answers.set(token, corrected);
      return corrected;
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

/** Frees the address and the network interface of a deleted NAT gateway. */
export function natGatewayDeletion({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DeleteNatGateway"],
    why:
      "moto leaves the gateway's network interface behind with its Elastic IP address still associated, " +
      "and breaks on a gateway that does not exist",
    async handle({ request, forward }) {
      const gatewayId = request.form.get("NatGatewayId") ?? "";
      const { ec2 } = clients(request.region);
      const gateway = await findGateway(ec2, gatewayId);
      if (!gateway) {
        throw new AwsError("NatGatewayNotFound", `The Nat Gateway ${gatewayId} was not found`);
      }
      const answer = await forward();
      if (answer.status === 200 && gateway.State === "available") await free(ec2, gateway);
      return answer;
    },
  };
}

async function findGateway(ec2: EC2Client, gatewayId: string): Promise<NatGateway | undefined> {
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [gatewayId] }));
  return NatGateways[0];
}

async function free(ec2: EC2Client, gateway: NatGateway): Promise<void> {
  for (const { AssociationId, NetworkInterfaceId } of gateway.NatGatewayAddresses ?? []) {
    if (AssociationId) await ec2.send(new DisassociateAddressCommand({ AssociationId }));
    await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  }
}
