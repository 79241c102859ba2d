import { randomUUID } from "node:crypto";
import {
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypeOfferingsCommand,
  type EC2Client,
  type InstanceTypeOffering,
  type LocationType,
} from "@aws-sdk/client-ec2";
import { describeInstanceTypes } from "../moto/instance-types";
import { AwsError } from "../protocol/aws-error";
import type { Correction, CorrectionContext } from "./correction";
import { filtersOf } from "./filters";

const FILTERS = ["instance-type", "location"];

/**
 * Where moto has no offerings of a type, all zones of the region have it. Which zones of AWS do, AWS alone knows.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypeOfferings.html
 */
export function instanceTypeOfferings({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DescribeInstanceTypeOfferings"],
    why: "moto takes no wildcards there, has no offerings of China and GovCloud, and old ones of other regions",
    async handle({ request }) {
      const { ec2 } = clients(request.region);
      const filters = filtersOf(request.form);
      const foreign = [...filters.keys()].find((name) => !FILTERS.includes(name));
      if (foreign !== undefined)
        throw new AwsError("InvalidParameterValue", `The filter '${foreign}' is invalid`, 400);
      const kind = (request.form.get("LocationType") ?? "region") as LocationType;
      const found = await describeInstanceTypes(ec2, filters.get("instance-type") ?? ["*"]);
      const types = found.map(({ InstanceType }) => InstanceType!);
      const known = await offeringsOf(ec2, kind, types);
      const everywhere = await locations(ec2, kind, request.region);
      const wanted = filters.get("location") ?? everywhere;
      const items = types.flatMap((type) => {
        const places = known.filter(({ InstanceType }) => InstanceType === type);
        const those = places.length > 0 ? places.map(({ Location }) => Location!) : everywhere;
        return those
          .filter((place) => wanted.includes(place))
          .map(
            (place) =>
              `<item><instanceType>${type}</instanceType><locationType>${kind}</locationType><location>${place}</location></item>`,
          );
      });
      const name = "DescribeInstanceTypeOfferingsResponse";
      return {
        status: 200,
        headers: { "content-type": "text/xml" },
        body:
          `<${name} xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${randomUUID()}</requestId>` +
          `<instanceTypeOfferingSet>${items.join("")}</instanceTypeOfferingSet></${name}>`,
      };
    },
  };
}

async function offeringsOf(
  ec2: EC2Client,
  LocationType: LocationType,
  types: readonly string[],
): Promise<InstanceTypeOffering[]> {
  if (types.length === 0) return [];
  const Filters = [{ Name: "instance-type", Values: [...types] }];
  const { InstanceTypeOfferings = [] } = await ec2.send(
    new DescribeInstanceTypeOfferingsCommand({ LocationType, Filters }),
  );
  return InstanceTypeOfferings;
}

async function locations(ec2: EC2Client, kind: LocationType, region: string): Promise<string[]> {
  if (kind === "region") return [region];
  const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
  return AvailabilityZones.map(({ ZoneName, ZoneId }) =>
    kind === "availability-zone-id" ? ZoneId! : ZoneName!,
  );
}
