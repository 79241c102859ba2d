import { RESOURCE_KINDS } from "../../../src/operations/resources/registry";
import { adopt, cleanUpAfterEach, NOTHING, saveState } from "./adopt";
import type { Answers } from "./fake-aws";
import { FOUND_TYPES } from "./found-types";

cleanUpAfterEach();

/** The answers with every tag of the environment changed. */
function retagged(answers: Answers, clusterName: string): Answers {
  const change = (answer: unknown): object =>
    JSON.parse(
      JSON.stringify(answer)
        .replaceAll('"Value":"doeks"', `"Value":"${clusterName}"`)
        .replaceAll('"TagValue":"doeks"', `"TagValue":"${clusterName}"`)
        .replaceAll('"Blueprint":"doeks"', `"Blueprint":"${clusterName}"`),
    ) as object;
  return Object.fromEntries(
    Object.entries(answers).map(([action, answer]) => [
      action,
      typeof answer === "function" ? (input: never): object => change(answer(input)) : change(answer),
    ]),
  );
}

const UNTAGGABLE = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_route",
  "aws_route_table_association",
  "aws_kms_alias",
  "aws_iam_role_policy_attachment",
];

describe.each(FOUND_TYPES)("$planned.type", ({ planned, answers, importId }) => {
  it("is imported with the id that Terraform takes", async () => {
    const outcome = await adopt(answers, planned);
    expect(outcome).toMatchObject({
      count: 1,
      imports: [`${planned.type}.it ${importId}`],
      changes: [],
      said: [expect.stringMatching(/^adopted .* as .*\.it: it was in no state$/)],
    });
  });

  it("is left alone when the state has it", async () => {
    saveState(planned.type, { ...planned.values, id: STATE_IDS[planned.type] ?? importId });
    expect(await adopt(answers, planned)).toEqual(NOTHING);
  });

  if (UNTAGGABLE.includes(planned.type)) {
    it("is left alone while its parent is not in a state", async () => {
      const unknown = Object.fromEntries(PARENTS.map((attribute) => [attribute, true]));
      const values = Object.fromEntries(
        Object.entries(planned.values).filter(([attribute]) => !PARENTS.includes(attribute)),
      );
      expect(await adopt(answers, { ...planned, values, unknown })).toEqual(NOTHING);
    });
  } else {
    it.each(["another-cluster", ""])("is left alone with the tag of '%s'", async (clusterName) => {
      expect(await adopt(retagged(answers, clusterName), planned)).toEqual(NOTHING);
    });
  }
});

const PARENTS = ["security_group_id", "route_table_id", "target_key_id", "role"];

/** Where the state's id is not what is imported. */
const STATE_IDS: Readonly<Record<string, string>> = { aws_route_table_association: "rtbassoc-1" };

it("covers every type that is imported", () => {
  const imported = RESOURCE_KINDS.filter(({ isImported }) => isImported !== false).map(({ type }) => type);
  expect(FOUND_TYPES.map(({ planned }) => planned.type).sort()).toEqual(imported.sort());
});
