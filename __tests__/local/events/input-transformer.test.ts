import { awsEvent } from "../../../local/events/event";
import { transformed } from "../../../local/events/input-transformer";

const event = awsEvent("eu-west-1", {
  source: "aws.batch",
  detailType: "Batch Job State Change",
  resources: [],
  detail: { jobName: "train", attempts: 3, tags: { team: "a" } },
});
const InputPathsMap = {
  job: "$.detail.jobName",
  attempts: "$.detail.attempts",
  tags: "$.detail.tags",
  reason: "$.detail.statusReason",
  deeper: "$.detail.container.image",
  type: "$.detail-type",
};

it.each([
  ['"Job <job> in <type>"', '"Job train in Batch Job State Change"'],
  ["<attempts> attempts, <tags>", '3 attempts, {"team":"a"}'],
  ["failed: <reason><deeper>.", "failed: ."],
  ["<unnamed> stays", "<unnamed> stays"],
])("%s", (InputTemplate, text) => expect(transformed({ InputPathsMap, InputTemplate }, event)).toBe(text));
