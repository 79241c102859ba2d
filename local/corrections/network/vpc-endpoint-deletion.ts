import { DescribeVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import type { Correction } from "../correction";
import type { CorrectionContext } from "../correction-context";

/** Takes the deletion of an endpoint that is deleted already for done. */
export function vpcEndpointDeletion({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DeleteVpcEndpoints"],
    why: "moto deletes the routes of a deleted endpoint again, and fails since they are gone",
    async handle({ request, forward }) {
      const { VpcEndpoints = [] } = await clients(request.region).ec2.send(
        new DescribeVpcEndpointsCommand({ Filters: [{ Name: "vpc-endpoint-state", Values: ["deleted"] }] }),
      );
      const deleted = VpcEndpoints.map(({ VpcEndpointId }) => VpcEndpointId);
      const kept = [...request.form].filter(([, value]) => !deleted.includes(value));
      return forward(new URLSearchParams(kept));
    },
  };
}
