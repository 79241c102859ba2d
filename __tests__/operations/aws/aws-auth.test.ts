import { parse } from "yaml";
import { batchMapping, nodesMapping } from "../../../src/model/aws-auth";
import { judgeMappings, repairAwsAuth } from "../../../src/operations/aws/aws-auth";
import type { CommandResult } from "../../../src/operations/terminal/commands";

const ROLE = "arn:aws:iam::111122223333:role";
const BATCH = batchMapping("aws", "111122223333");
const NODES = nodesMapping(`${ROLE}/node`);
const WANTED = [BATCH, NODES];

const BATCH_TEXT = `- rolearn: ${BATCH.rolearn}\n  username: aws-batch\n`;
const NODES_TEXT = `- groups:\n  - system:bootstrappers\n  - system:nodes\n  rolearn: ${NODES.rolearn}\n  username: system:node:{{EC2PrivateDNSName}}\n`;
const OTHERS = `- rolearn: ${ROLE}/KarpenterNodeRole-x # of the platform team\n  username: karpenter\n  groups: [system:nodes]\n`;

const wrongIn = (mapRoles: string): string[] =>
  judgeMappings(mapRoles, WANTED).wrong.map(({ rolearn }) => rolearn);

it.each([
  ["as Terraform writes them", NODES_TEXT + BATCH_TEXT],
  ["beside those of others", BATCH_TEXT + OTHERS + NODES_TEXT],
  ["with another case", BATCH_TEXT.replace("AWSServiceRole", "awsservicerole") + NODES_TEXT],
  ["with more groups", BATCH_TEXT + NODES_TEXT.replace("- system:nodes", "- system:nodes\n  - more")],
])("mappings are right %s", (_, mapRoles) => expect(wrongIn(mapRoles)).toEqual([]));

it.each([
  ["is missing", NODES_TEXT, [BATCH.rolearn]],
  ["has another user", BATCH_TEXT.replace("aws-batch", "batch") + NODES_TEXT, [BATCH.rolearn]],
  [
    "has its path, which the authenticator does not know",
    BATCH_TEXT.replace("role/", "role/aws-service-role/batch.amazonaws.com/") + NODES_TEXT,
    [BATCH.rolearn],
  ],
  [
    "has a second, wrong entry",
    BATCH_TEXT + BATCH_TEXT.replace("aws-batch", "x") + NODES_TEXT,
    [BATCH.rolearn],
  ],
  ["lacks a group", BATCH_TEXT + NODES_TEXT.replace("  - system:nodes\n", ""), [NODES.rolearn]],
  ["and all else are missing", "", [BATCH.rolearn, NODES.rolearn]],
])("a mapping that %s is wrong, and is repaired", (_, mapRoles, wrong) => {
  expect(wrongIn(mapRoles)).toEqual(wrong);
  expect(wrongIn(judgeMappings(mapRoles, WANTED).repaired)).toEqual([]);
});

it("a repair leaves the entries of others as they are, comments included", () => {
  const { repaired } = judgeMappings(OTHERS + NODES_TEXT, WANTED);
  expect(repaired).toContain(OTHERS);
  expect(parse(repaired)).toEqual([...(parse(OTHERS + NODES_TEXT) as object[]), BATCH]);
});

it.each(["mapRoles", "a: b", "[unclosed"])("refuses what is no list: %s", (mapRoles) =>
  expect(() => judgeMappings(mapRoles, WANTED)).toThrow("kubectl edit configmap aws-auth"),
);

describe("repairAwsAuth", () => {
  const metadata = { name: "aws-auth", resourceVersion: "7" };
  const repair = async (data: object, status = 0): Promise<{ roles: string[]; puts: unknown[] }> => {
    const puts: unknown[] = [];
    const answer = (stdout: string, code = 0): Promise<CommandResult> =>
      Promise.resolve({ status: code, stdout, stderr: code === 0 ? "" : "Conflict: modified" });
    const kubectl = {
      run: () => answer(JSON.stringify({ metadata, data })),
      put: (path: string, body: object) => {
        puts.push([path, body]);
        return answer("", status);
      },
    };
    return { roles: await repairAwsAuth(kubectl, WANTED), puts };
  };

  it("changes nothing while the mappings are right", async () =>
    expect(await repair({ mapRoles: BATCH_TEXT + NODES_TEXT })).toEqual({ roles: [], puts: [] }));

  it("writes only roles, and only onto what it read", async () => {
    const mapUsers = "- userarn: arn:aws:iam::111122223333:user/jo\n";
    expect(await repair({ mapRoles: NODES_TEXT, mapUsers })).toEqual({
      roles: [BATCH.rolearn],
      puts: [
        [
          "/api/v1/namespaces/kube-system/configmaps/aws-auth",
          {
            metadata,
            data: { mapUsers, mapRoles: expect.stringContaining("username: aws-batch") as string },
          },
        ],
      ],
    });
  });

  it("tells when somebody else was faster", () =>
    expect(repair({}, 1)).rejects.toThrow("kubectl replace configmap aws-auth: Conflict: modified"));
});
