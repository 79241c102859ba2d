import { S3Endpoint } from "../../../src/constructs/network/s3-endpoint";
import { synthesizeStack } from "../../support/synthesize";

const endpointIn = (region: string): object =>
  synthesizeStack((scope) => {
    new S3Endpoint(scope, "s3", {
      vpcId: "vpc-1",
      region,
      name: "batch-s3",
      routeTableIds: ["rtb-1", "rtb-2"],
    });
  }).resource("s3/endpoint");

it("is a gateway, which costs nothing, in the given route tables", () =>
  expect(endpointIn("us-east-1")).toMatchObject({
    vpc_id: "vpc-1",
    vpc_endpoint_type: "Gateway",
    route_table_ids: ["rtb-1", "rtb-2"],
    tags: { Name: "batch-s3" },
  }));

it.each([
  ["eu-west-1", "com.amazonaws.eu-west-1.s3"],
  ["us-gov-west-1", "com.amazonaws.us-gov-west-1.s3"],
  // Of AWS's two services of this name in China, that with "cn." in front is for interface endpoints.
  ["cn-north-1", "com.amazonaws.cn-north-1.s3"],
])("in %s is one of service %s", (region, service) =>
  expect(endpointIn(region)).toMatchObject({ service_name: service }),
);
