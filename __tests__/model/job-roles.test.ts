import { jobRoleStatements, type JobRole } from "../../src/model/job-roles";
import { problemsOf } from "../support/variables";

const PLACE = { partition: "aws", region: "eu-west-1", accountId: "111122223333" } as const;

describe("what a role may do", () => {
  it("nothing without entries", () => expect(jobRoleStatements({ policies: ["x"] }, PLACE)).toEqual([]));

  it("read a folder: its objects, and to list what begins with it", () =>
    expect(jobRoleStatements({ buckets: [{ name: "data", prefix: "in", access: "read" }] }, PLACE)).toEqual([
      {
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: ["arn:aws:s3:::data"],
        Condition: { StringLike: { "s3:prefix": ["in/", "in/*"] } },
      },
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::data/in/*"] },
    ]));

  it("a prefix is a folder, with or without its slash", () => {
    const of = (prefix: string) =>
      jobRoleStatements({ buckets: [{ name: "data", prefix, access: "write" }] }, PLACE);
    expect(of("a/b/")).toEqual(of("a/b"));
  });

  it("write with all that an upload in parts takes, but neither read nor delete", () =>
    expect(jobRoleStatements({ buckets: [{ name: "data", access: "write" }] }, PLACE)).toEqual([
      { Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::data"] },
      { Effect: "Allow", Action: ["s3:ListBucketMultipartUploads"], Resource: ["arn:aws:s3:::data"] },
      {
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
        Resource: ["arn:aws:s3:::data/*"],
      },
    ]));

  it("several folders of a bucket: each action lists those that it is for", () => {
    const role: JobRole = {
      buckets: [
        { name: "data", prefix: "in", access: "read" },
        { name: "data", prefix: "out", access: "write" },
      ],
    };
    const listed = jobRoleStatements(role, PLACE).flatMap(({ Action, Condition }) =>
      Condition ? [[Action[0], Condition.StringLike!["s3:prefix"]]] : [],
    );
    expect(listed).toEqual([
      ["s3:ListBucket", ["in/", "in/*", "out/", "out/*"]],
      ["s3:ListBucketMultipartUploads", ["out/", "out/*"]],
    ]);
  });

  it("the whole bucket beside a folder of it has no condition", () => {
    const role: JobRole = {
      buckets: [
        { name: "data", prefix: "in", access: "read" },
        { name: "data", access: "read" },
      ],
    };
    expect(jobRoleStatements(role, PLACE)[0]).not.toHaveProperty("Condition");
  });

  it("read secrets: a name stands for what Secrets Manager makes of it, an ARN for itself", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:444455556666:secret:other-AbCdEf";
    expect(jobRoleStatements({ secrets: ["team/db", arn] }, PLACE)).toEqual([
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        Resource: ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/db-??????", arn],
      },
    ]);
  });

  it.each(["aws", "aws-cn", "aws-us-gov", "aws-eusc"] as const)(
    "names resources of partition %s",
    (partition) => {
      const role: JobRole = { buckets: [{ name: "data", access: "read" }], secrets: ["s"] };
      const resources = jobRoleStatements(role, { ...PLACE, partition }).flatMap(({ Resource }) => Resource);
      expect(resources).toHaveLength(3);
      expect(resources.filter((resource) => !resource.startsWith(`arn:${partition}:`))).toEqual([]);
    },
  );
});

describe("the variable", () => {
  const refused = (job_roles: unknown, others: object = {}): readonly string[] =>
    problemsOf({ job_roles, ...others }).map((problem) => problem.replace("variables.json: job_roles", ""));

  it.each([
    [{ a: {} }],
    [{ "a-1": { buckets: [], secrets: [], policies: [] } }],
    [{ ["r".repeat(20)]: { buckets: [{ name: "with.dots", prefix: "team=a/in/", access: "write" }] } }],
    [
      {
        a: { secrets: ["arn:aws:secretsmanager:us-west-2:444455556666:secret:a/b-AbCdEf", "a/b+c=d.e@f-g"] },
      },
    ],
    [{ a: { policies: ["arn:aws:iam::aws:policy/service-role/X", "arn:aws:iam::444455556666:policy/x"] } }],
  ])("%j is accepted", (job_roles) => expect(refused(job_roles)).toEqual([]));

  const KEY = "must have keys of 1 to 20 lower-case letters, digits or hyphens, with no hyphen at either end";
  const BUCKET = "must be the name of an S3 bucket: 3 to 63 lower-case letters, digits, hyphens or dots";
  const PREFIX_RULE =
    "must be the beginning of keys, such as in or team/in: letters, digits and !_.'()=@+,:&- between single " +
    "slashes, none at the beginning";
  const SECRET =
    "must be the name of a secret in Secrets Manager, or its whole ARN, which ends in a hyphen and six characters";
  const POLICY = "must be the ARN of an IAM policy, such as arn:aws:iam::111122223333:policy/read-models";
  const bucketOf = (bucket: object) => ({ a: { buckets: [{ name: "data", access: "read", ...bucket }] } });

  it.each([
    [[], " must be a map of objects, got []"],
    [{ Reader: {} }, `["Reader"] ${KEY}, got "Reader"`],
    [{ "a-": {} }, `["a-"] ${KEY}, got "a-"`],
    [{ ["r".repeat(21)]: {} }, `["${"r".repeat(21)}"] ${KEY}, got "${"r".repeat(21)}"`],
    [{ a: [] }, '["a"] must be an object, got []'],
    [
      { a: { bucket: [] } },
      '["a"] must have no other keys than buckets, secrets, policies, got {"bucket":[]}',
    ],
    [bucketOf({ name: "s3://data" }), `["a"]["buckets"][0]["name"] ${BUCKET}, got "s3://data"`],
    [bucketOf({ name: "a..b" }), `["a"]["buckets"][0]["name"] ${BUCKET}, got "a..b"`],
    [bucketOf({ prefix: "/in" }), `["a"]["buckets"][0]["prefix"] ${PREFIX_RULE}, got "/in"`],
    [bucketOf({ prefix: "in//" }), `["a"]["buckets"][0]["prefix"] ${PREFIX_RULE}, got "in//"`],
    [bucketOf({ prefix: "in/*" }), `["a"]["buckets"][0]["prefix"] ${PREFIX_RULE}, got "in/*"`],
    [
      bucketOf({ prefix: "${aws:username}" }),
      `["a"]["buckets"][0]["prefix"] ${PREFIX_RULE}, got "\${aws:username}"`,
    ],
    [bucketOf({ access: "admin" }), '["a"]["buckets"][0]["access"] must be read or write, got "admin"'],
    [
      { a: { buckets: [{ name: "data", access: "read", path: "in" }] } },
      '["a"]["buckets"][0] must have no other keys than name, prefix, access, got ' +
        '{"name":"data","access":"read","path":"in"}',
    ],
    [
      { a: { buckets: ["data"] } },
      '["a"]["buckets"][0] must be an object such as { "name": "my-bucket", "prefix": "in", "access": "read" }, got "data"',
    ],
    [
      {
        a: {
          buckets: [
            { name: "data", prefix: "in", access: "read" },
            { name: "data", prefix: "in/", access: "read" },
          ],
        },
      },
      '["a"]["buckets"] must not name the same bucket, prefix and access twice, got ' +
        '[{"name":"data","prefix":"in","access":"read"},{"name":"data","prefix":"in/","access":"read"}]',
    ],
    [{ a: { secrets: ["*"] } }, `["a"]["secrets"][0] ${SECRET}, got "*"`],
    [
      { a: { secrets: ["arn:aws:secretsmanager:us-east-1:111122223333:secret:db"] } },
      `["a"]["secrets"][0] ${SECRET}, got "arn:aws:secretsmanager:us-east-1:111122223333:secret:db"`,
    ],
    [{ a: { secrets: ["db", "db"] } }, '["a"]["secrets"] must not repeat a secret, got ["db","db"]'],
    [
      { a: { policies: ["AmazonS3ReadOnlyAccess"] } },
      `["a"]["policies"][0] ${POLICY}, got "AmazonS3ReadOnlyAccess"`,
    ],
    [
      {
        a: {
          policies: ["arn:aws-cn:iam::aws:policy/X"],
          secrets: ["arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:a-AbCdEf"],
        },
      },
      '["a"]["secrets"][0] must be of the partition aws, to which us-east-1 belongs, got arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:a-AbCdEf',
      '["a"]["policies"][0] must be of the partition aws, to which us-east-1 belongs, got arn:aws-cn:iam::aws:policy/X',
    ],
  ])("%j is refused", (job_roles, ...problems) => expect(refused(job_roles)).toEqual(problems));

  it("what fits into no policy of IAM is refused, and how long it is is told", () => {
    const secrets = Array.from({ length: 100 }, (_, index) => `${"s".repeat(100)}${index}`);
    expect(refused({ a: { secrets } })).toEqual([
      expect.stringMatching(
        /^\["a"\] must name fewer buckets and secrets, or shorter ones: IAM takes a policy of 10240 characters within a role, and these make one of \d{5}; another policy can hold the rest \(policies\)$/,
      ),
    ]);
    expect(refused({ a: { secrets: secrets.slice(0, 55) } })).toEqual([]);
  });

  it("51 roles are refused", () => {
    const roles = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`r${index}`, {}]));
    expect(refused(roles)).toEqual([expect.stringContaining("must have at most 50 roles")]);
  });

  it("the name of a role goes into that of its job definition, which has an end", () =>
    expect(problemsOf({ aws_batch_doeks_jd_name: "d".repeat(120), job_roles: { reader: {} } })).toEqual([
      `variables.json: aws_batch_doeks_jd_name must be shorter by 2: ${"d".repeat(120)}-as-reader may have 128 characters`,
    ]));
});
