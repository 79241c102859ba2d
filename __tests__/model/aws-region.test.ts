import { consolePage, homeRegion, partitionOf } from "../../src/model/aws-region";

it.each([
  "us-east-1",
  "us-west-2",
  "eu-central-2",
  "ap-southeast-5",
  "ca-west-1",
  "il-central-1",
  "mx-central-1",
])("%s is in partition aws", (region) => expect(partitionOf(region)).toBe("aws"));

it.each(["cn-north-1", "cn-northwest-1"])("%s is in partition aws-cn", (region) =>
  expect(partitionOf(region)).toBe("aws-cn"),
);

it.each(["us-gov-west-1", "us-gov-east-1"])("%s is in partition aws-us-gov", (region) =>
  expect(partitionOf(region)).toBe("aws-us-gov"),
);

it("eusc-de-east-1 is in the partition of the European Sovereign Cloud", () =>
  expect(partitionOf("eusc-de-east-1")).toBe("aws-eusc"));

it.each([
  ["eu-west-3", "us-east-1", "https://eu-west-3.console.aws.amazon.com/batch/home"],
  ["cn-northwest-1", "cn-north-1", "https://cn-northwest-1.console.amazonaws.cn/batch/home"],
  ["us-gov-east-1", "us-gov-west-1", "https://us-gov-east-1.console.amazonaws-us-gov.com/batch/home"],
  ["eusc-de-east-1", "eusc-de-east-1", "https://eusc-de-east-1.console.amazonaws-eusc.eu/batch/home"],
])("%s has home region and console of its partition", (region, home, page) => {
  expect(homeRegion(region)).toBe(home);
  expect(consolePage(region, "batch/home")).toBe(page);
});

it.each([
  ["", "nothing"],
  ["us-east", "no number"],
  ["us-east-1a", "an availability zone"],
  ["US-EAST-1", "upper case"],
  ["us-east-1 ", "a trailing space"],
  ["us_east_1", "underscores"],
  ["use1", "an abbreviation"],
  ["xx-east-1", "no such geography"],
  ["us-middle-1", "no such direction"],
  ["us-gov-north-1", "no such direction of GovCloud"],
  ["cn-east-1", "no such direction of China"],
  ["eusc-fr-east-1", "no such country of the European Sovereign Cloud"],
  ["us-iso-east-1", "a partition that nobody can try this with"],
  ["us-east-1\nus-east-2", "two lines"],
])("%j is no region: %s", (region) => expect(partitionOf(region)).toBeUndefined());
