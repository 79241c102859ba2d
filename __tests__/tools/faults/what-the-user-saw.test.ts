import { whatTheUserSaw } from "../../../tools/faults/what-the-user-saw";

const saw = (status: number, ...lines: string[]): string =>
  whatTheUserSaw({ status, output: lines.join("\n"), calls: [] });

test("nothing of what the SDK tried again", () => {
  expect(saw(0, "cluster     deploying", "cluster     done, 20 s")).toBe("nothing of it");
});

test("how a run helped itself", () => {
  const lines = [
    "batch       error creating\nbatch       This may pass: again in 10 s.",
    "batch       adopted q as aws_batch_job_queue.q: it was in no state",
    "batch       removed p, a leftover of aws_x.p: an interrupted run did not finish it",
  ];
  expect(saw(0, ...lines)).toBe("1 further attempts by itself, 1 resources adopted, 1 leftovers removed");
});

test("the causes of a failure, without the advice", () => {
  const lines = [
    "terraform apply of stack batch failed.",
    "aws_batch_compute_environment.it: unexpected state 'INVALID'",
    "",
    "What was done so far is kept in the state; start again to go on from there.",
  ];
  expect(saw(1, ...lines)).toBe(
    "status 1: terraform apply of stack batch failed. / aws_batch_compute_environment.it: unexpected state 'INVALID'",
  );
});

test("the last words of a failure that is not Terraform's", () => {
  expect(saw(1, "Starting", "AWS did not answer.", "")).toBe("status 1: Starting / AWS did not answer.");
});

test("a long error ends after a word, and logs are told without their place", () => {
  const lines = [
    "terraform apply of stack batch failed.",
    `see /a/b/logs/batch.log: ${"many words ".repeat(40)}`,
  ];
  expect(saw(1, ...lines)).toMatch(
    /^status 1: terraform apply of stack batch failed\. \/ see logs\/batch\.log: (many words )+(many )?\.\.\.$/,
  );
});
