import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";

export interface S3EndpointProps {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** AWS region. */
  readonly region: string;
  /** Name tag. */
  readonly name: string;
  /** Of the subnets whose traffic to S3 takes this way. */
  readonly routeTableIds: readonly string[];
}

/**
 * A gateway endpoint for S3: traffic to the region's buckets, which hold the layers of images in ECR,
 * leaves the NAT gateway and its price per GB out. AWS charges nothing for it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export class S3Endpoint extends Construct {
  constructor(scope: Construct, id: string, props: S3EndpointProps) {
    super(scope, id);
    new VpcEndpoint(this, "endpoint", {
      vpcId: props.vpcId,
      vpcEndpointType: "Gateway",
      // In China too: there only interface endpoints begin with "cn.".
      serviceName: `com.amazonaws.${props.region}.s3`,
      routeTableIds: [...props.routeTableIds],
      tags: { Name: props.name },
    });
  }
}
