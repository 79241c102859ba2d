import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource } from "cdktf";
import { addBlueprint } from "../../../blueprint";
import { Environment } from "../../../stacks/environment";
import type { Variables } from "../../../model/variables";
import type { TerraformAddress } from "./import-command";

interface NamedResource {
  readonly terraformResourceType: string;
  readonly friendlyUniqueId: string;
  readonly cdktfStack: { readonly node: { readonly id: string } };
  readonly nameInput?: unknown;
  readonly namePrefixInput?: unknown;
  readonly computeEnvironmentNamePrefixInput?: unknown;
}

/** Where in the stacks a resource of this type and name would be; undefined when they make none. */
export type FindAddress = (type: string, name: string) => TerraformAddress | undefined;

const known = new WeakMap<Variables, FindAddress>();

/** Builds the stacks in memory, which takes a moment: call it when there is something to import. */
export function addressesOf(variables: Variables): FindAddress {
  const find = known.get(variables) ?? findIn(variables);
  known.set(variables, find);
  return find;
}

function findIn(variables: Variables): FindAddress {
  const outdir = mkdtempSync(join(tmpdir(), "doctor-"));
  try {
    const app = new App({ outdir });
    addBlueprint(app, new Environment(variables, "state"));
    const resources = app.node
      .findAll()
      .filter((node) => TerraformResource.isTerraformResource(node))
      .map((node) => node as unknown as NamedResource);
    return (type, name) => {
      const found = resources.find(
        (resource) => resource.terraformResourceType === type && isCalled(resource, name),
      );
      return found && { stack: found.cdktfStack.node.id, address: `${type}.${found.friendlyUniqueId}` };
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** By its name, or by the prefix that Terraform completes to a name, as far as it is known before. */
function isCalled(resource: NamedResource, name: string): boolean {
  const prefix = resource.namePrefixInput ?? resource.computeEnvironmentNamePrefixInput;
  if (typeof prefix !== "string") return resource.nameInput === name;
  const known = prefix.split("${")[0]!;
  return known !== "" && name.startsWith(known);
}
