import type { RecordedCall } from "../../../local/gateway/call-log";
import { foreignCalls } from "../../../tools/faults/foreign-calls";

const call = (request: string, region = "us-east-1"): RecordedCall => ({
  at: "2026-11-26T12:00:00Z",
  service: "eks",
  action: "DeleteCluster",
  region,
  status: 200,
  request,
  byTerraform: true,
  ms: 1,
});
const ITEMS = [
  { region: "us-east-1", id: "prod" },
  { region: "global", id: "prod-node-1" },
];

it.each<[string, RecordedCall, string[]]>([
  ["a name in a path", call("/clusters/prod\n"), ["eks DeleteCluster: prod"]],
  ["a name in a body", call('/\n{"name":"prod"}'), ["eks DeleteCluster: prod"]],
  [
    "what knows no regions, from any region",
    call("RoleName=prod-node-1", "eu-west-1"),
    ["eks DeleteCluster: prod-node-1"],
  ],
  ["no other name that begins or ends alike", call("/clusters/prod-2\n my-prod"), []],
  ["no thing of this name in another region", call("/clusters/prod\n", "eu-west-1"), []],
  ["no call that only reads", call(""), []],
])("finds %s", (_, recorded, expected) => expect(foreignCalls(ITEMS, [recorded])).toEqual(expected));
