import { existsSync, readdirSync } from "node:fs";
import { arch, homedir, platform } from "node:os";
import { join } from "node:path";

/** Names a directory that holds providers in Terraform's mirror layout. */
export const MIRROR_VARIABLE = "TF_PROVIDER_MIRROR";

/** Where Terraform has providers from, unless a mirror serves. */
export const REGISTRY = "registry.terraform.io";

/** A provider of HashiCorp, in the version that the stacks are bound to. */
export interface Provider {
  readonly name: "aws" | "kubernetes" | "helm";
  readonly version: string;
}

export const AWS_PROVIDER: Provider = { name: "aws", version: "5.100.0" };
export const KUBERNETES_PROVIDER: Provider = { name: "kubernetes", version: "2.38.0" };
export const HELM_PROVIDER: Provider = { name: "helm", version: "2.17.0" };

/** @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function terraformsOwnDirectories(home: string): string[] {
  return [
    join(home, ".terraform.d", "plugins"),
    join(home, "Library", "Application Support", "io.terraform", "plugins"),
    join(process.env.XDG_DATA_HOME ?? join(home, ".local", "share"), "terraform", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
}

/** Where administrators put software for all users; a mirror may lie in one or in a child of one. */
const SYSTEM_PREFIXES = ["/opt", "/srv", "/usr/local", "/usr/local/share", "/usr/share", "/var/lib"];

/**
 * Finds a directory with a provider for this machine, so that Terraform need not download it. A mirror that is named
 * must hold the AWS provider, and may hold the others.
 *
 * @returns undefined when there is none and the registry must serve
 */
export function findProviderMirror(provider: Provider, home = homedir()): string | undefined {
  const named = process.env[MIRROR_VARIABLE];
  if (named !== undefined && holdsProvider(named, provider)) return named;
  if (named !== undefined && provider.name === "aws") {
    throw new Error(`${MIRROR_VARIABLE} names ${named}, which does not hold ${titleOf(provider)}.`);
  }
  const candidates = [
    ...terraformsOwnDirectories(home),
    ...SYSTEM_PREFIXES.flatMap((prefix) => [prefix, ...childrenOf(prefix)]),
  ];
  return candidates.find((directory) => holdsProvider(directory, provider));
}

/** A Terraform CLI configuration that takes each of these providers from its mirror and others from the registry. */
export function mirrorConfiguration(mirrors: ReadonlyMap<Provider, string>): string {
  const source = ({ name }: Provider): string => `"${REGISTRY}/hashicorp/${name}"`;
  const blocks = [...mirrors].map(
    ([provider, mirror]) => `  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = [${source(provider)}]
  }
`,
  );
  return `provider_installation {
${blocks.join("")}  direct {
    exclude = [${[...mirrors.keys()].map(source).join(", ")}]
  }
}
`;
}

export function titleOf({ name, version }: Provider): string {
  return `hashicorp/${name} ${version}`;
}

/** Whether a directory has a provider for this machine, unpacked or as an archive. */
export function holdsProvider(directory: string, { name, version }: Provider): boolean {
  const target = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;
  const versions = join(directory, REGISTRY, "hashicorp", name);
  return (
    existsSync(join(versions, version, target)) ||
    existsSync(join(versions, `terraform-provider-${name}_${version}_${target}.zip`))
  );
}

function childrenOf(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(directory, entry.name));
  } catch {
    return [];
  }
}
