import { batchCapacities, batchQueues, schedulingPolicyName } from "../../../src/model/batch-capacity";
import { environmentPrefix } from "../../../src/operations/doctor/batch-resources";
import { ADDONS } from "../../../src/operations/doctor/deployed/addons";
import { NODE_GROUP_PREFIX } from "../../../src/operations/doctor/deployed/node-group";
import { logGroupNames } from "../../../src/operations/doctor/log-group-names";
import { ZONE_FILTER, ZONES_WITHOUT_EKS } from "../../../src/operations/doctor/zones";
import { defaultVariables } from "../../../src/model/variables";
import { CHANGED_VARIABLES } from "../../support/changed-variables";
import { synthesize } from "../../support/synthesize";

/** The end of an import of a resource as the stacks are really synthesized, without its id. */
export function address(stack: "cluster" | "batch", type: string, attributes: object): string {
  const found = synthesize()[stack].resources(type);
  const match = found.find((block) =>
    Object.entries(attributes).every(([name, value]) => block[name] === value),
  );
  return `stacks/${stack} import ${match!.terraformAddress} `;
}

/** Compares what the doctor knows of the environment without asking the stacks. */
export function stackFactCases(): void {
  const app = synthesize();

  it.each([false, true])("of log groups, with flow logs %s", (enable_flow_logs) => {
    const { cluster } = synthesize({ enable_flow_logs });
    const made = cluster.resources("aws_cloudwatch_log_group").map(({ name }) => name);
    expect(made.sort()).toEqual(logGroupNames({ ...defaultVariables(), enable_flow_logs }).sort());
  });

  it("of add-ons", () => {
    const made = app.system.resources("aws_eks_addon").map(({ addon_name }) => addon_name);
    expect(made.sort()).toEqual([...ADDONS].sort());
  });

  it("of the zones that EKS refuses", () => {
    expect(app.cluster.resources("data.aws_availability_zones")).toMatchObject([
      {
        exclude_zone_ids: ZONES_WITHOUT_EKS,
        filter: [{ name: ZONE_FILTER.Name, values: ZONE_FILTER.Values }],
      },
    ]);
  });

  it.each([
    ["by default", defaultVariables()],
    ["with every option", CHANGED_VARIABLES],
  ])("of the names of queues, policies, compute environments and node groups, %s", (_, variables) => {
    const { batch, system } = synthesize(variables);
    const names = (type: string, attribute: string): unknown[] =>
      [...batch.resources(type), ...system.resources(type)].map((block) => block[attribute]).sort();
    expect(names("aws_batch_job_queue", "name")).toEqual(
      batchQueues(variables)
        .map(({ name }) => name)
        .sort(),
    );
    const environments = names("aws_batch_compute_environment", "compute_environment_name_prefix");
    expect(environments.map((name) => String(name).replace(/\$\{.*/, ""))).toEqual(
      batchCapacities(variables).map(environmentPrefix).sort(),
    );
    const policy = schedulingPolicyName(variables);
    expect(names("aws_batch_scheduling_policy", "name")).toEqual(policy === undefined ? [] : [policy]);
    expect(names("aws_eks_node_group", "node_group_name_prefix")).toEqual([NODE_GROUP_PREFIX]);
  });
}
