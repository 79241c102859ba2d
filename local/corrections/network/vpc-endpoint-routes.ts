import {
  CreateRouteCommand,
  DeleteRouteCommand,
  DescribeManagedPrefixListsCommand,
  DescribeVpcEndpointsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import type { Correction } from "../correction";
import type { CorrectionContext } from "../correction-context";
import { valuesOf } from "./form-values";

/** Gives a route table that a gateway endpoint is added to its route, and takes it from one that it leaves. */
export function vpcEndpointRoutes({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["ModifyVpcEndpoint"],
    why:
      "moto adds and removes an endpoint's route tables without their routes, and then cannot delete the " +
      "endpoint, because it misses them",
    async handle({ request, forward }) {
      const { form, region } = request;
      const answer = await forward();
      if (answer.status !== 200) return answer;
      const { ec2 } = clients(region);
      const added = valuesOf(form, "AddRouteTableId");
      const removed = valuesOf(form, "RemoveRouteTableId");
      if (added.length + removed.length === 0) return answer;
      const GatewayId = form.get("VpcEndpointId") ?? "";
      const DestinationPrefixListId = await prefixListOf(ec2, GatewayId);
      for (const RouteTableId of added) {
        await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationPrefixListId, GatewayId }));
      }
      for (const RouteTableId of removed) {
        await ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationPrefixListId }));
      }
      return answer;
    },
  };
}

/** The list of the addresses of the endpoint's service. */
async function prefixListOf(ec2: EC2Client, endpointId: string): Promise<string | undefined> {
  const { VpcEndpoints = [] } = await ec2.send(
    new DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpointId] }),
  );
  const names = VpcEndpoints.flatMap(({ ServiceName }) => ServiceName ?? []);
  const { PrefixLists = [] } = await ec2.send(
    new DescribeManagedPrefixListsCommand({ Filters: [{ Name: "prefix-list-name", Values: names }] }),
  );
  return PrefixLists[0]?.PrefixListId;
}
