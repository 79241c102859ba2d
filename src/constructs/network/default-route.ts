/** A route for everything that has no narrower one. */
export const DEFAULT_ROUTE = { destinationCidrBlock: "0.0.0.0/0", timeouts: { create: "5m" } } as const;
