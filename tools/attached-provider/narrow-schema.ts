import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fieldsOf } from "./protobuf";

const CONSTRUCTS = join(__dirname, "..", "..", "src");

/** Fields of `GetProviderSchema.Response` in version 5 of Terraform's plugin protocol. */
const RESOURCE_SCHEMAS = 2;
const DATA_SOURCE_SCHEMAS = 3;
const FUNCTIONS = 7;
const EPHEMERAL_RESOURCE_SCHEMAS = 8;

/** Types of the AWS provider that the project's source imports. */
export interface UsedTypes {
  readonly resources: ReadonlySet<string>;
  readonly dataSources: ReadonlySet<string>;
}

export function usedTypes(): UsedTypes {
  const modules = readdirSync(CONSTRUCTS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [
      ...readFileSync(join(CONSTRUCTS, file), "utf8").matchAll(
        /provider-aws\/lib\/(data-aws-)?([a-z0-9-]+)/g,
      ),
    ]);
  const typesOf = (isDataSource: boolean): Set<string> =>
    new Set(
      modules
        .filter(([, data]) => (data !== undefined) === isDataSource)
        .map(([, , name]) => `aws_${name!.replaceAll("-", "_")}`),
    );
  return { resources: typesOf(false), dataSources: typesOf(true) };
}

/**
 * A provider's schema with these types alone. Terraform reads the whole of it in every command, and that of the AWS
 * provider has over 1,500 types: it takes longer than most commands.
 *
 * @param schema `GetProviderSchema.Response`
 */
export function narrowSchema(schema: Buffer, { resources, dataSources }: UsedTypes): Buffer {
  const isUsed = (value: Buffer, types: ReadonlySet<string>): boolean => {
    const [key] = fieldsOf(value);
    return types.has(key!.value.toString());
  };
  const kept = fieldsOf(schema).filter(({ number, value }) => {
    if (number === RESOURCE_SCHEMAS) return isUsed(value, resources);
    if (number === DATA_SOURCE_SCHEMAS) return isUsed(value, dataSources);
    return number !== FUNCTIONS && number !== EPHEMERAL_RESOURCE_SCHEMAS;
  });
  return Buffer.concat(kept.map(({ whole }) => whole));
}
