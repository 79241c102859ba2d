import {
  DeleteVpcEndpointsCommand,
  paginateDescribeFlowLogs,
  paginateDescribeVpcEndpoints,
} from "@aws-sdk/client-ec2";
import type { AdoptableType } from "../adoptable-type";
import { tagsFromList, type Candidate } from "../candidate";
import { ofEnvironment } from "./ec2-filters";

const ENDPOINT_PHASES: Readonly<Record<string, Candidate["phase"]>> = {
  pending: "pending",
  available: "ready",
  failed: "failed",
  deleting: "leaving",
};

/** One that was left over holds its route in the route tables, and so keeps a new one out. */
const ENDPOINT: AdoptableType = {
  type: "aws_vpc_endpoint",
  identity: ["vpc_id", "service_name"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Candidate[] = [];
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
const FLOW_LOG: AdoptableType = {
  type: "aws_flow_log",
  identity: ["vpc_id", "log_destination"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Candidate[] = [];
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
export const VPC_PART_TYPES: readonly AdoptableType[] = [ENDPOINT, FLOW_LOG];
