import { DescribeNetworkInterfacesCommand } from "@aws-sdk/client-ec2";
import type { Correction } from "../correction";
import type { CorrectionContext } from "../correction-context";
import { dependencyViolation } from "./dependency-violation";

/** Refuses to detach an internet gateway while something in the VPC is reachable through it. */
export function internetGatewayDetachment({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DetachInternetGateway"],
    why: "moto detaches it while the VPC has public addresses, such as a NAT gateway's",
    async handle({ request, forward }) {
      const vpcId = request.form.get("VpcId") ?? "";
      const { NetworkInterfaces = [] } = await clients(request.region).ec2.send(
        new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
      );
      const mapped = NetworkInterfaces.flatMap(({ Association }) => Association?.PublicIp ?? []);
      if (mapped.length > 0) {
        throw dependencyViolation(
          `Network ${vpcId} has some mapped public address(es). ` +
            "Please unmap those public address(es) before detaching the gateway.",
          mapped,
        );
      }
      return forward();
    },
  };
}
