import { DescribeVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import { AwsError } from "../../gateway/aws-error";
import type { Correction } from "../correction";
import type { CorrectionContext } from "../correction-context";
import { valuesOf } from "./form-values";

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
