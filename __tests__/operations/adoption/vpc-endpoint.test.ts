import { adopt, cleanUpAfterEach, NOTHING } from "./adopt";
import { TAG_LIST } from "./found-type";
import type { Change } from "./plans";

cleanUpAfterEach();

const ServiceName = "com.amazonaws.us-east-1.s3";
const planned: Change = {
  type: "aws_vpc_endpoint",
  values: { vpc_id: "vpc-1", service_name: ServiceName },
};

const endpoint = (VpcEndpointId: string, rest: object = {}): object => ({
  VpcEndpointId,
  VpcId: "vpc-1",
  ServiceName,
  State: "available",
  Tags: TAG_LIST,
  ...rest,
});

it("an endpoint that is deleted, or being deleted, is gone", async () => {
  const VpcEndpoints = [endpoint("vpce-1", { State: "deleted" }), endpoint("vpce-2", { State: "deleting" })];
  expect(await adopt({ DescribeVpcEndpoints: { VpcEndpoints } }, planned)).toEqual(NOTHING);
});

it("of two, the one that is ready is imported and the other removed", async () => {
  let failed = "failed";
  const outcome = await adopt(
    {
      DescribeVpcEndpoints: () => ({
        VpcEndpoints: [endpoint("vpce-1", { State: failed }), endpoint("vpce-2")],
      }),
      DeleteVpcEndpoints: () => {
        failed = "deleted";
        return {};
      },
    },
    planned,
  );
  expect(outcome).toMatchObject({
    count: 2,
    imports: ["aws_vpc_endpoint.it vpce-2"],
    changes: ['DeleteVpcEndpoints {"VpcEndpointIds":["vpce-1"]}'],
  });
});

it("one for another service is left alone", async () => {
  const other = endpoint("vpce-1", { ServiceName: "com.amazonaws.us-east-1.dynamodb" });
  expect(await adopt({ DescribeVpcEndpoints: { VpcEndpoints: [other] } }, planned)).toEqual(NOTHING);
});
