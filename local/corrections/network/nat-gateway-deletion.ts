import {
  DeleteNetworkInterfaceCommand,
  DescribeNatGatewaysCommand,
  DisassociateAddressCommand,
  type EC2Client,
  type NatGateway,
} from "@aws-sdk/client-ec2";
import { AwsError } from "../../gateway/aws-error";
import type { Correction } from "../correction";
import type { CorrectionContext } from "../correction-context";

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
