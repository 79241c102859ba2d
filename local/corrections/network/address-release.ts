import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  type Address,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import type { Correction, CorrectionContext } from "../correction";

/** Refuses to release an Elastic IP address in use, or to take it away from a NAT gateway. */
export function addressRelease({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["ReleaseAddress", "DisassociateAddress"],
    why: "moto releases an address that is associated, and disassociates one that a NAT gateway holds",
    async handle({ request, action, forward }) {
      const { ec2 } = clients(request.region);
      const address = await findAddress(ec2, request.form);
      if (address?.AssociationId) {
        if (action === "ReleaseAddress") {
          throw new AwsError("InvalidIPAddress.InUse", `Address ${address.PublicIp} is in use.`);
        }
        if (await isHeldByNatGateway(ec2, address)) {
          throw new AwsError("AuthFailure", "You do not have permission to access the specified resource.");
        }
      }
      return forward();
    },
  };
}

async function findAddress(ec2: EC2Client, form: URLSearchParams): Promise<Address | undefined> {
  const filters = [
    { Name: "allocation-id", value: form.get("AllocationId") },
    { Name: "association-id", value: form.get("AssociationId") },
    { Name: "public-ip", value: form.get("PublicIp") },
  ].flatMap(({ Name, value }) => (value ? [{ Name, Values: [value] }] : []));
  if (filters.length === 0) return undefined;
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({ Filters: filters }));
  return Addresses[0];
}

async function isHeldByNatGateway(ec2: EC2Client, address: Address): Promise<boolean> {
  const { NatGateways = [] } = await ec2.send(
    new DescribeNatGatewaysCommand({ Filter: [{ Name: "state", Values: ["pending", "available"] }] }),
  );
  return NatGateways.some((gateway) =>
    gateway.NatGatewayAddresses?.some(({ AllocationId }) => AllocationId === address.AllocationId),
  );
}
