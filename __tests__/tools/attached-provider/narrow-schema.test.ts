import { narrowSchema, usedTypes } from "../../../tools/attached-provider/narrow-schema";
import { entry, field } from "./messages";

const TYPES = { resources: new Set(["aws_vpc"]), dataSources: new Set(["aws_region"]) };

it("keeps the provider's own schema and the used types, resources and data sources apart", () => {
  const provider = field(1, "provider");
  const schema = [
    provider,
    entry(2, "aws_vpc"),
    entry(2, "aws_region"),
    entry(3, "aws_vpc"),
    entry(3, "aws_region"),
    entry(7, "aws_vpc"),
    entry(8, "aws_vpc"),
  ];
  expect(narrowSchema(Buffer.concat(schema), TYPES)).toEqual(
    Buffer.concat([provider, entry(2, "aws_vpc"), entry(3, "aws_region")]),
  );
});

it("finds the types that the project's constructs import", () => {
  const { resources, dataSources } = usedTypes();
  expect([...resources]).toEqual(expect.arrayContaining(["aws_vpc", "aws_eks_cluster"]));
  expect([...resources].filter((type) => type.startsWith("aws_data_"))).toEqual([]);
  expect(dataSources.size).toBeGreaterThan(0);
});
