const CONTAINER_LOG_TYPES = ["application", "dataplane", "host", "performance"];

/** Names of the log groups that stack `cluster` makes (a test compares the two). */
export function logGroupNames(clusterName: string): string[] {
  return [
    `/aws/eks/${clusterName}/cluster`,
    ...CONTAINER_LOG_TYPES.map((type) => `/aws/containerinsights/${clusterName}/${type}`),
  ];
}
