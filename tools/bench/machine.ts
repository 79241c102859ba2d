import { execFileSync } from "node:child_process";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";

/** What was measured on, and when; nothing that names the machine. */
export function machine(): string {
  const { terraform_version: terraform } = JSON.parse(
    execFileSync(process.env.TERRAFORM_BINARY_NAME ?? "terraform", ["version", "-json"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  ) as { terraform_version: string };
  const gib = Math.round(totalmem() / 2 ** 30);
  return (
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores, ${gib} GiB, ${platform()} ${arch()}, ` +
    `Node.js ${process.versions.node}, Terraform ${terraform}; load average at the end ${loadavg()[0]!.toFixed(0)}.`
  );
}
