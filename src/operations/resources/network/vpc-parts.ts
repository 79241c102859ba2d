import {
  DeleteVpcEndpointsCommand,
  paginateDescribeFlowLogs,
  paginateDescribeVpcEndpoints,
} from "@aws-sdk/client-ec2";
import type { ResourceKind } from "../resource-kind";
import { tagsFromList, type Found } from "../found";
import { ofEnvironment } from "./filters";

const ENDPOINT_PHASES: Readonly<Record<string, Found["phase"]>> = {
  pending: "pending",
  available: "ready",
  failed: "failed",
  deleting: "leaving",
};

/** One that was left over holds its route in the route tables, and so keeps a new one out. */
const ENDPOINT: ResourceKind = {
  type: "aws_vpc_endpoint",
  noun: "VPC endpoint",
  commands: ({ id }) => [`ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}`],
  identity: ["vpc_id", "service_name"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    for await (const page of paginateDescribeVpcEndpoints({ client }, ofEnvironment(clusterName))) {
      for (const { VpcEndpointId, VpcId, ServiceName, State, Tags } of page.VpcEndpoints ?? []) {
        // AWS's documentation and its answers differ in the first letter.
        const state = (State ?? "").toLowerCase();
        // AWS shows it for a while after it is gone.
        if (state === "deleted") continue;
        found.push({
          id: VpcEndpointId!,
          tags: tagsFromList(Tags),
          phase: ENDPOINT_PHASES[state] ?? "ready",
          attributes: { vpc_id: VpcId, service_name: ServiceName },
        });
      }
    }
    return found;
  },
  async remove({ ec2 }, { id }) {
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  },
};

/** AWS refuses a second one of the same VPC to the same log group. */
const FLOW_LOG: ResourceKind = {
  type: "aws_flow_log",
  noun: "flow log",
  commands: ({ id }) => [`ec2 delete-flow-logs --flow-log-ids ${id}`],
  identity: ["vpc_id", "log_destination"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    const { Filters: Filter } = ofEnvironment(clusterName);
    for await (const { FlowLogs = [] } of paginateDescribeFlowLogs({ client }, { Filter })) {
      for (const { FlowLogId, ResourceId, LogDestination, Tags } of FlowLogs) {
        found.push({
          id: FlowLogId!,
          tags: tagsFromList(Tags),
          phase: "ready",
          attributes: { vpc_id: ResourceId, log_destination: LogDestination },
        });
      }
    }
    return found;
  },
};

/** What options add to a VPC. */
export const VPC_PART_TYPES: readonly ResourceKind[] = [ENDPOINT, FLOW_LOG];
