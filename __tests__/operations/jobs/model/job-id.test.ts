import { isNodeId, parentId, parseJobReference } from "../../../../src/operations/jobs/model/job-id";
import { JOB_ID } from "../fixtures";

test.each([
  ["an id", JOB_ID, JOB_ID],
  ["an id in capitals", "ABCDEF00-0000-4000-8000-00000000000A", "abcdef00-0000-4000-8000-00000000000a"],
  ["the child of an array", `${JOB_ID}:42`, `${JOB_ID}:42`],
  ["a node", `${JOB_ID}#3`, `${JOB_ID}#3`],
  ["an ARN", `arn:aws:batch:eu-west-1:123456789012:job/${JOB_ID}:7`, `${JOB_ID}:7`],
])("%s is taken as an id", (_, text, jobId) => {
  expect(parseJobReference(text)).toEqual({ kind: "id", jobId });
});

test("a name can stand for an id, also with a child or node", () => {
  expect(parseJobReference("train_1")).toEqual({ kind: "name", name: "train_1", suffix: "" });
  expect(parseJobReference("train_1:3")).toEqual({ kind: "name", name: "train_1", suffix: ":3" });
  expect(parseJobReference("train_1#0")).toEqual({ kind: "name", name: "train_1", suffix: "#0" });
});

test.each(["", "-x", "a b", "name:", "name#x", "a/b", "x".repeat(129)])(
  "%p is neither id nor name",
  (text) => {
    expect(() => parseJobReference(text)).toThrow("is neither the id nor the name of a job");
  },
);

test("children and nodes know their parent", () => {
  expect(parentId(`${JOB_ID}:42`)).toBe(JOB_ID);
  expect(parentId(`${JOB_ID}#1`)).toBe(JOB_ID);
  expect(parentId(JOB_ID)).toBe(JOB_ID);
  expect([isNodeId(`${JOB_ID}#1`), isNodeId(`${JOB_ID}:1`)]).toEqual([true, false]);
});
