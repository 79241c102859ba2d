import { parsePlace } from "../../../src/operations/state/parse-place";

it("takes local and an address in S3", () => {
  expect(parsePlace("local", "state", "eu-west-1")).toEqual({ kind: "local", root: "state" });
  expect(parsePlace("s3://team-states/batch/prod/", "state", "eu-west-1")).toEqual({
    kind: "s3",
    bucket: "team-states",
    region: "eu-west-1",
    prefix: "batch/prod",
  });
});

it.each(["s3://team-states", "s3://Team/batch", "s3://team-states/a b", "/states/of-jo", ""])(
  "refuses %p with what would be right",
  (text) =>
    expect(() => parsePlace(text, "state", "eu-west-1")).toThrow("must be local or s3://bucket/prefix"),
);

it("refuses a region that there is not", () =>
  expect(() => parsePlace("s3://team-states/batch", "state", "mars")).toThrow(
    '"mars" is not the name of an AWS region',
  ));
