/** Whether a version of Kubernetes, such as 1.36 or v1.36.2-eks-1234, has a newer minor version than another one. */
export function isNewerMinor(version: string, than: string): boolean {
  return minorOf(version) > minorOf(than);
}

/** How many minor versions a version is older than another one. */
export function minorsBehind(version: string, than: string): number {
  return minorOf(than) - minorOf(version);
}

function minorOf(version: string): number {
  return Number(/^v?\d+\.(\d+)/.exec(version)?.[1]);
}
