import { VARIABLES, type Variables } from "../../src/model/variables";

/** Every variable set to its example, which is not its default, but the endpoint that must stay. */
export const CHANGED_VARIABLES: Variables = {
  ...(Object.fromEntries(
    Object.entries(VARIABLES).map(([name, { example }]) => [name, example]),
  ) as unknown as Variables),
  // The environment's own value wins.
  tags: { team: "research", Blueprint: "mine" },
  eks_private_cluster_endpoint: true,
};
