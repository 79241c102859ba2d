import { partitionOf, type Partition } from "../../model/aws-region";

const HOME_REGIONS: Readonly<Record<Partition, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

/** A region of the same partition that is enabled in every account. */
export function homeRegion(region: string): string {
  return HOME_REGIONS[partitionOf(region) ?? "aws"];
}
