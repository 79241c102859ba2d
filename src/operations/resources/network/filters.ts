import type { Filter } from "@aws-sdk/client-ec2";
import { ENVIRONMENT_TAG } from "../../../model/names";

/** Input of EC2's Describe actions that finds what carries the environment's tag. */
export function ofEnvironment(clusterName: string): { Filters: Filter[] } {
  return { Filters: [{ Name: `tag:${ENVIRONMENT_TAG}`, Values: [clusterName] }] };
}

/** EC2 takes up to 200 values in a filter. */
export function having(name: string, values: readonly string[]): { Filters: Filter[] } {
  return { Filters: [{ Name: name, Values: [...values] }] };
}
