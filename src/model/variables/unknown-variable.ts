import { closest, distance } from "fastest-levenshtein";
import { VARIABLE_NAMES } from "../variables";

/** What to say of a name that no variable has. */
export function unknownVariable(name: string): string {
  const foreign = foreignIdea(name);
  if (foreign !== undefined) return `${name} is not a variable: ${foreign}`;
  const nearest = closest(name.toLowerCase(), VARIABLE_NAMES);
  const isNear = distance(name.toLowerCase(), nearest) <= Math.max(3, nearest.length / 3);
  return isNear
    ? `${name} is not a variable; did you mean ${nearest}?`
    : `${name} is not a variable; variables.example.json shows them all`;
}

/** What other modules can be told and this one cannot: no variable here means that, however near its name sounds. */
function foreignIdea(name: string): string | undefined {
  if (
    /(^|_)(azs|az_ids|zones|(availability_)?zone_(ids|names)|availability_zones?)$/i.test(name) &&
    !/^num_/i.test(name)
  ) {
    return "zones cannot be chosen; the environment takes the first num_azs of the region";
  }
  if (/secondary_?cidr|secondary_?block|^pod_(cidr|subnet)/i.test(name)) {
    return "the VPC has one block, vpc_cidr, in which nodes and pods have their addresses";
  }
  if (!/(^|_)(existing|create|use)_|_(id|ids|arn)$/i.test(name)) return undefined;
  if (/vpc|subnet|security_group|network|route|nat/i.test(name)) {
    return "an existing network cannot be used; the environment makes its own (vpc_cidr, public_subnets, private_subnets)";
  }
  if (/cluster|node|role|key|policy/i.test(name)) {
    return "an existing cluster, role or key cannot be used; the environment makes its own";
  }
  return undefined;
}
