import { updateOf, type Update } from "../../src/model/update";
import { defaultVariables } from "../../src/model/variables";
import { parse } from "../support/variables";

/** As commit 9a33f79 kept the variables of an environment with default values. */
const EARLIER = Object.fromEntries(
  Object.entries({ ...defaultVariables(), eks_cluster_version: "1.35" }).filter(
    ([name]) => name !== "enable_container_insights",
  ),
);

function update(deployed: object, given: object = {}): Update {
  return updateOf({ ...deployed }, parse(given), new Set(Object.keys(given)));
}

it("the cluster keeps its version when the default is another one now", () =>
  expect(update(EARLIER).kept).toEqual({ eks_cluster_version: "1.35" }));

it("a version in variables.json is taken as it stands", () =>
  expect(update(EARLIER, { eks_cluster_version: "1.36" }).kept).toEqual({}));

it("nothing is kept where the version is the default", () =>
  expect(update({ ...EARLIER, eks_cluster_version: defaultVariables().eks_cluster_version }).kept).toEqual(
    {},
  ));

it("a default that can be undone is no reason to keep anything", () =>
  expect(update({ ...EARLIER, log_retention_days: 30, eks_cluster_version: "1.36" }).kept).toEqual({}));

it("Container Insights goes off with an update, which is told with its variable", () =>
  expect(update(EARLIER).notices).toEqual([
    expect.stringMatching(
      /^enable_container_insights was true and becomes false: Whether the CloudWatch agent /,
    ),
  ]));

it.each([
  ["the variable is set", update(EARLIER, { enable_container_insights: false })],
  ["it was told with an earlier update", update({ ...EARLIER, enable_container_insights: false })],
])("and not told when %s", (_what, { notices }) => expect(notices).toEqual([]));
