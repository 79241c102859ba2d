import { missingGrant, type RefusedCall } from "../../../../src/operations/jobs/diagnosis/missing-grant";
import { parse } from "../../../support/variables";

const DATA = "arn:aws:s3:::data";

/** The entry that is advised, as the variables take it. */
function advised(refused: RefusedCall): unknown {
  const text = missingGrant(refused, "a");
  const [, entry, list] = /: add (.*) to "(\w+)" of "a" in job_roles/.exec(text)!;
  const role = { [list!]: [JSON.parse(entry!) as unknown] };
  return parse({ job_roles: { a: role } }).job_roles.a;
}

test.each<[RefusedCall, object]>([
  [
    { action: "s3:GetObject", resource: `${DATA}/in/deep/a.csv` },
    { buckets: [{ name: "data", prefix: "in/deep", access: "read" }] },
  ],
  [{ action: "s3:GetObject", resource: `${DATA}/a.csv` }, { buckets: [{ name: "data", access: "read" }] }],
  [
    { action: "s3:AbortMultipartUpload", resource: `${DATA}/out/a` },
    { buckets: [{ name: "data", prefix: "out", access: "write" }] },
  ],
  [{ action: "s3:ListBucket", resource: DATA }, { buckets: [{ name: "data", access: "read" }] }],
  [{ call: "HeadObject" }, { buckets: [{ name: "my-bucket", access: "read" }] }],
  [{ call: "UploadPart" }, { buckets: [{ name: "my-bucket", access: "write" }] }],
  [{ action: "secretsmanager:GetSecretValue", resource: "team/db-master" }, { secrets: ["team/db-master"] }],
  [
    {
      action: "secretsmanager:DescribeSecret",
      resource: "arn:aws:secretsmanager:us-east-1:111122223333:secret:team/db-AbCdEf",
    },
    { secrets: ["team/db"] },
  ],
])("the missing line for %j is one that variables.json takes", (refused, role) =>
  expect(advised(refused)).toEqual(role),
);

test.each([
  [{ action: "s3:DeleteObject", resource: `${DATA}/a` }, "s3:DeleteObject"],
  [{ action: "sqs:SendMessage" }, "sqs:SendMessage"],
  [{}, "it"],
])("for %j, which no entry gives, it is a policy", (refused, action) =>
  expect(missingGrant(refused, "a")).toContain(
    `add the ARN of a policy that allows ${action} to "policies" of "a" in job_roles of variables.json`,
  ),
);

test("a job without a role is told how to get one", () => {
  const text = missingGrant({ action: "s3:GetObject", resource: `${DATA}/in/a` }, undefined);
  expect(text).toBe(
    "The job has none of the roles of job_roles, and so that of its node. Add one to variables.json: " +
      '"job_roles": { "NAME": { "buckets": [{ "name": "data", "prefix": "in", "access": "read" }] } }, ' +
      "run ./install.sh, and submit the job with --role NAME.",
  );
});

test("one with a service account of somebody else is not said to have the role of its node", () =>
  expect(missingGrant({ action: "s3:GetObject" }, undefined, "theirs")).toMatch(
    /^Its service account theirs is that of no role in job_roles\. Add one/,
  ));
