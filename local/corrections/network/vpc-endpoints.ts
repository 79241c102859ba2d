import {
  CreateRouteCommand,
  DeleteRouteCommand,
  DescribeManagedPrefixListsCommand,
  DescribeVpcEndpointsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import type { Correction, CorrectionContext } from "../correction";

/** Refuses a gateway endpoint beside another one of the same service in a route table. */
export function vpcEndpointCreation({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["CreateVpcEndpoint"],
    why:
      "moto makes a second gateway endpoint for the same route tables, and takes the first one's routes away " +
      "when it deletes the second",
    async handle({ request, forward }) {
      const { form, region } = request;
      const tables = valuesOf(form, "RouteTableId");
      const { VpcEndpoints = [] } = await clients(region).ec2.send(
        new DescribeVpcEndpointsCommand({
          Filters: [{ Name: "service-name", Values: [form.get("ServiceName") ?? ""] }],
        }),
      );
      const taken = VpcEndpoints.filter(({ State }) => State?.toLowerCase() !== "deleted")
        .flatMap(({ RouteTableIds = [] }) => RouteTableIds)
        .find((id) => tables.includes(id));
      if (taken !== undefined) {
        throw new AwsError(
          "RouteAlreadyExists",
          `route table ${taken} already has a route to ${form.get("ServiceName")}`,
        );
      }
      return forward();
    },
  };
}

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

/** The values of `<name>.1`, `<name>.2` and so on in a form of the EC2 protocol. */
export function valuesOf(form: URLSearchParams, name: string): string[] {
  return [...form].flatMap(([key, value]) => (key.startsWith(`${name}.`) ? [value] : []));
}
