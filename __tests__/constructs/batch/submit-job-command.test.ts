import { submitJobCommand } from "../../../src/constructs/batch/submit-job-command";

it("is the original's command, to the two spaces before submit-job", () =>
  expect(
    submitJobCommand({
      region: "us-east-1",
      jobDefinitionArn: "arn:aws:batch:us-east-1:111122223333:job-definition/doeks-hello-world:1",
      jobQueue: "doeks-JQ1_OD",
      jobName: "doeks_hello_example",
    }),
  ).toBe(
    "JOB_ID=$(aws batch --region us-east-1  submit-job " +
      "--job-definition arn:aws:batch:us-east-1:111122223333:job-definition/doeks-hello-world:1 " +
      "--job-queue doeks-JQ1_OD --job-name doeks_hello_example --output text --query jobId) && echo $JOB_ID",
  ));
