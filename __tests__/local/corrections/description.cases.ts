import * as ec2 from "@aws-sdk/client-ec2";
import { checkInstanceTypes } from "../../../src/operations/doctor/region/instance-types";
import { context, told } from "../../operations/doctor/fakes";
import { parse } from "../../support/variables";
import type { CorrectedAccount } from "./corrected-account";

export function filterCases(account: CorrectedAccount): void {
  const named = (...keys: string[]): ec2.Tag[] => keys.map((Key) => ({ Key, Value: `of ${Key}` }));

  test.each(["tag-key", "tag-value"])(
    "%s finds volumes that have any of its values, and others beside",
    async (Name) => {
      const of = (value: string): string => (Name === "tag-key" ? value : `of ${value}`);
      const make = async (...keys: string[]): Promise<string> => {
        const TagSpecifications = [{ ResourceType: "volume" as const, Tags: named(...keys) }];
        const zone = { AvailabilityZone: "us-east-1a", Size: 1 };
        return (await account.ec2.send(new ec2.CreateVolumeCommand({ ...zone, TagSpecifications })))
          .VolumeId!;
      };
      const [cluster, claim] = [`cluster/${Name}`, `claim/${Name}`];
      const both = await make(cluster, claim);
      const first = await make(cluster, "more", "and more");
      const second = await make("more", claim);
      await make("more");
      const find = async (...values: string[]): Promise<string[]> => {
        const Filters = [
          { Name, Values: values.map(of) },
          { Name: "status", Values: ["available", "creating"] },
        ];
        const { Volumes = [] } = await account.ec2.send(new ec2.DescribeVolumesCommand({ Filters }));
        return Volumes.map(({ VolumeId }) => VolumeId!).sort();
      };
      expect(await find(cluster, claim)).toEqual([both, first, second].sort());
      expect(await find(claim)).toEqual([both, second].sort());
      expect(await find("nobody", "no one")).toEqual([]);
    },
  );

  test("on the groups of network interfaces finds those that are in any of them", async () => {
    const vpc = await account.createVpc();
    const SubnetId = await account.createSubnet(vpc);
    const [one, two, three] = [
      await account.createGroup(vpc, "or-1"),
      await account.createGroup(vpc, "or-2"),
      await account.createGroup(vpc, "or-3"),
    ];
    const make = async (...Groups: string[]): Promise<string> =>
      (await account.ec2.send(new ec2.CreateNetworkInterfaceCommand({ SubnetId, Groups }))).NetworkInterface!
        .NetworkInterfaceId!;
    const found = [await make(one, three), await make(two)];
    await make(three);
    const Filters = [{ Name: "group-id", Values: [one, two] }];
    const { NetworkInterfaces = [] } = await account.ec2.send(
      new ec2.DescribeNetworkInterfacesCommand({ Filters }),
    );
    expect(NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId).sort()).toEqual(
      found.sort(),
    );
  });
}

export function offeringCases(account: CorrectedAccount): void {
  const clients = new Map<string, ec2.EC2Client>();

  async function offered(
    region: string,
    more: ec2.DescribeInstanceTypeOfferingsCommandInput,
  ): Promise<string[]> {
    const client = clients.get(region) ?? new ec2.EC2Client({ ...account.gateway.client, region });
    clients.set(region, client);
    const { InstanceTypeOfferings = [] } = await client.send(
      new ec2.DescribeInstanceTypeOfferingsCommand(more),
    );
    return InstanceTypeOfferings.map((offering) => {
      expect(offering.LocationType).toBe(more.LocationType ?? "region");
      return `${offering.InstanceType} ${offering.Location}`;
    }).sort();
  }

  const types = (...Values: string[]): ec2.Filter[] => [{ Name: "instance-type", Values }];

  test("are those of AWS where moto has them, by family too", async () => {
    const LocationType = "availability-zone";
    const found = await offered("us-east-1", { LocationType, Filters: types("p4d.*") });
    expect(found.length).toBeGreaterThan(0);
    expect(found).not.toContain("p4d.24xlarge us-east-1f");
    expect(found.every((offering) => /^p4d\.24xlarge us-east-1[a-e]$/.test(offering))).toBe(true);
  });

  test.each([
    ["eu-west-1", ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
    ["cn-north-1", ["cn-north-1a", "cn-north-1b"]],
    ["us-gov-west-1", ["us-gov-west-1a", "us-gov-west-1b", "us-gov-west-1c"]],
  ])("are all zones of %s for a type of which moto has none there", async (region, zones) => {
    const LocationType = "availability-zone";
    const all = await offered(region, { LocationType, Filters: types("g6.xlarge") });
    expect(all).toEqual(zones.map((zone) => `g6.xlarge ${zone}`));
    const Filters = [...types("g6.xlarge"), { Name: "location", Values: [zones[1]!, "elsewhere"] }];
    expect(await offered(region, { LocationType, Filters })).toEqual([`g6.xlarge ${zones[1]}`]);
    expect(await offered(region, { Filters: types("g6.xlarge") })).toEqual([`g6.xlarge ${region}`]);
  });

  test.each([
    ["m5.large", /^ok: (.*, )?m5\.large, g6\.xlarge in eu-west-1a, /],
    ["m9z.huge", /^failed: none of eu-west-1a, \S+ has m9z\.huge\n/],
  ])("tell the doctor whether a rehearsal can have %s and a GPU", async (type, said) => {
    const variables = parse({
      aws_region: "eu-west-1",
      aws_batch_instance_types: [type],
      aws_batch_gpu_instance_types: ["g6.xlarge"],
    });
    const { env, aws, ...rest } = context({ variables, env: { AWS_ENDPOINT_URL: account.gateway.url } });
    const client = new ec2.EC2Client({ ...account.gateway.client, region: "eu-west-1" });
    const results = await checkInstanceTypes({ ...rest, env, aws: { ...aws, ec2: client } });
    expect(told(results, "instance types")).toMatch(said);
  });

  test("are refused with a filter that EC2 does not have there", () =>
    expect(offered("eu-west-1", { Filters: [{ Name: "zone", Values: ["a"] }] })).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "The filter 'zone' is invalid",
    }));

  test("are none for a type that EC2 does not have", async () => {
    expect(await offered("eu-west-1", { Filters: types("m9z.*", "m5.huge", "g6") })).toEqual([]);
  });
}
