const FACTORS: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * A quantity of Kubernetes, such as `250m` or `128Mi`, as number.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
function amountOf(quantity: string): number {
  const [, digits = "0", suffix = ""] = /^([\d.]+(?:[eE]\d+)?)(\D*)$/.exec(quantity) ?? [];
  return Number(digits) * (FACTORS[suffix] ?? 1);
}

/**
 * The sum as Kubernetes writes it: with the largest suffix that leaves it whole, of the kind that the first one has.
 *
 * @param quantities such as `250m`, `128Mi`
 */
export function sumOf(quantities: readonly string[]): string {
  const sum = quantities.reduce((total, quantity) => total + amountOf(quantity), 0);
  if (!Number.isInteger(sum)) return `${Math.round(sum * 1000)}m`;
  const isBinary = quantities.find((quantity) => amountOf(quantity) !== 0)?.endsWith("i");
  const suffix = (isBinary ? ["Ti", "Gi", "Mi", "Ki"] : ["T", "G", "M", "k"]).find(
    (each) => sum !== 0 && Number.isInteger(sum / FACTORS[each]!),
  );
  return suffix ? `${sum / FACTORS[suffix]!}${suffix}` : `${sum}`;
}
