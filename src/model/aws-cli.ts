/** The first releases of both lines of the AWS CLI that know `AWS_ENDPOINT_URL`. */
const FIRST_MINORS: Readonly<Record<number, number>> = { 1: 29, 2: 13 };

/**
 * Whether an AWS CLI asks the address in `AWS_ENDPOINT_URL`. An older one asks AWS itself, whatever that says.
 *
 * @param version such as `2.13.0`
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function knowsEndpointUrl(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 2 || minor >= (FIRST_MINORS[major] ?? Infinity);
}
