import { existsSync, readdirSync } from "node:fs";
import { arch, homedir, platform } from "node:os";
import { join } from "node:path";

/** Names a directory that holds providers in Terraform's mirror layout. */
export const MIRROR_VARIABLE = "TF_PROVIDER_MIRROR";

const REGISTRY = "registry.terraform.io";
const AWS_PROVIDER = join(REGISTRY, "hashicorp", "aws");

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
 * Finds a directory with the AWS provider for this machine, so that Terraform need not download it.
 *
 * @param version of hashicorp/aws, exact
 * @returns undefined when there is none and the registry must serve
 */
export function findProviderMirror(version: string, home = homedir()): string | undefined {
  const named = process.env[MIRROR_VARIABLE];
  if (named !== undefined) {
    if (holdsProvider(named, version)) return named;
    throw new Error(`${MIRROR_VARIABLE} names ${named}, which does not hold hashicorp/aws ${version}.`);
  }
  const candidates = [
    ...terraformsOwnDirectories(home),
    ...SYSTEM_PREFIXES.flatMap((prefix) => [prefix, ...childrenOf(prefix)]),
  ];
  return candidates.find((directory) => holdsProvider(directory, version));
}

/** A Terraform CLI configuration that takes the AWS provider from a mirror and others from the registry. */
export function mirrorConfiguration(mirror: string): string {
  const provider = `["${REGISTRY}/hashicorp/aws"]`;
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${provider}
  }
  direct {
    exclude = ${provider}
  }
}
`;
}

function holdsProvider(directory: string, version: string): boolean {
  const target = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;
  const provider = join(directory, AWS_PROVIDER);
  return (
    existsSync(join(provider, version, target)) ||
    existsSync(join(provider, `terraform-provider-aws_${version}_${target}.zip`))
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
