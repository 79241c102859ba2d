import { cidrProblem, cidrsOverlap, containsCidr, freeBlocks } from "../../src/model/cidr";

describe("cidrProblem", () => {
  it.each(["10.1.0.0/16", "10.1.255.240/28", "192.168.4.0/22"])("accepts %s", (cidr) =>
    expect(cidrProblem(cidr)).toBeUndefined(),
  );

  it.each([
    "",
    "10.1.0.0",
    "10.1.0.0/",
    "/16",
    "10.1/16",
    "10.1.0.0/33",
    "10.1.0.0/16 ",
    "10.1.0.0/016",
    "010.1.0.0/16",
    "256.1.0.0/16",
    "10.1.0.0/16/16",
    "fd00::/16",
  ])("refuses %j as no IPv4 block", (cidr) =>
    expect(cidrProblem(cidr)).toBe("must be an IPv4 block in CIDR notation, such as 10.1.0.0/16"),
  );

  it.each(["10.0.0.0/15", "10.1.0.0/29", "0.0.0.0/0", "10.1.0.1/32"])(
    "refuses the size of %s, which AWS does not take",
    (cidr) => expect(cidrProblem(cidr)).toBe("must have a prefix length from /16 to /28, as AWS demands"),
  );

  it.each([
    ["10.1.0.1/16", "10.1.0.0/16"],
    ["10.1.255.200/26", "10.1.255.192/26"],
  ])("tells the network of %s, which has host bits", (cidr, network) =>
    expect(cidrProblem(cidr)).toBe(`must have no host bits set (did you mean ${network}?)`),
  );
});

describe("containsCidr", () => {
  it.each([
    ["10.1.0.0/16", "10.1.255.192/26"],
    ["10.1.0.0/16", "10.1.0.0/16"],
  ])("%s contains %s", (outer, inner) => expect(containsCidr(outer, inner)).toBe(true));

  it.each([
    ["10.1.0.0/16", "10.2.0.0/26"],
    ["10.1.0.0/17", "10.1.0.0/16"],
    ["10.1.0.0/17", "10.1.128.0/18"],
  ])("%s does not contain %s", (outer, inner) => expect(containsCidr(outer, inner)).toBe(false));
});

describe("cidrsOverlap", () => {
  it.each([
    ["10.1.0.0/17", "10.1.64.0/18"],
    ["10.1.64.0/18", "10.1.0.0/17"],
    ["10.1.0.0/17", "10.1.0.0/17"],
  ])("%s overlaps %s", (one, other) => expect(cidrsOverlap(one, other)).toBe(true));

  it("neighbours do not overlap", () => {
    expect(cidrsOverlap("10.1.0.0/17", "10.1.128.0/17")).toBe(false);
    expect(cidrsOverlap("10.1.128.0/17", "10.1.0.0/17")).toBe(false);
  });
});

describe("free blocks", () => {
  it.each([
    [
      "the smallest room that is large enough",
      ["10.0.0.0/17", "10.0.128.0/18"],
      1,
      ["10.0.0.0/26"],
      ["10.0.192.0/26"],
    ],
    ["several", ["10.0.0.0/17"], 2, ["10.0.0.0/18"], ["10.0.128.0/18", "10.0.192.0/18"]],
    [
      "smaller ones where there is no more room",
      ["10.0.0.0/17", "10.0.128.0/18"],
      1,
      ["10.0.0.0/17"],
      ["10.0.192.0/18"],
    ],
    ["none in a full VPC", ["10.0.0.0/16"], 1, ["10.0.0.0/28"], []],
    ["none when there is room for some only", ["10.0.0.0/17", "10.0.128.0/17"], 1, ["10.0.0.0/17"], []],
  ])("are %s", (_, taken, count, models, expected) =>
    expect(freeBlocks("10.0.0.0/16", taken, count, models)).toEqual(expected),
  );
});
