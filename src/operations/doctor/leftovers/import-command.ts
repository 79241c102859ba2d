export interface TerraformAddress {
  readonly stack: string;
  /** Such as `aws_eks_cluster.eks_cluster_55B0C966`. */
  readonly address: string;
}

/** The commands that take an existing resource into the environment's state, one after the other. */
export function importCommands(
  env: NodeJS.ProcessEnv,
  { stack, address }: TerraformAddress,
  id: string,
): string[] {
  const outdir = env.CDKTF_OUTDIR || "cdktf.out";
  // CDKTF's own command knows no such variable.
  const synth = outdir === "cdktf.out" ? "npx cdktf synth" : `npx cdktf synth --output ${quoted(outdir)}`;
  const terraform = `${env.TERRAFORM_BINARY_NAME || "terraform"} -chdir=${quoted(`${outdir}/stacks/${stack}`)}`;
  return [synth, `${terraform} init`, `${terraform} import ${quoted(address)} ${quoted(id)}`];
}

/** A word for a POSIX shell, quoted only where that is needed. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
