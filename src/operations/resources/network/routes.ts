import { paginateDescribeRouteTables, type EC2Client, type RouteTable } from "@aws-sdk/client-ec2";
import type { ResourceKind } from "../resource-kind";
import { knownValues, type WantedResource } from "../resource-kind";
import { having } from "./filters";

/** Only of tables that Terraform makes: one that the plan can name is in a state. */
const ROUTE: ResourceKind = {
  type: "aws_route",
  noun: "route",
  identity: ["route_table_id", "destination_cidr_block"],
  async list({ clients, planned }) {
    const tables = await plannedRouteTables(clients.ec2, planned);
    return tables.flatMap(({ RouteTableId, Routes = [] }) =>
      Routes.filter(
        ({ Origin, DestinationCidrBlock }) => Origin === "CreateRoute" && DestinationCidrBlock,
      ).map(({ DestinationCidrBlock }) => ({
        id: `${RouteTableId}_${DestinationCidrBlock}`,
        tags: undefined,
        phase: "ready",
        attributes: { route_table_id: RouteTableId, destination_cidr_block: DestinationCidrBlock },
      })),
    );
  },
};

const ASSOCIATION: ResourceKind = {
  type: "aws_route_table_association",
  noun: "association of a route table",
  identity: ["route_table_id", "subnet_id"],
  async list({ clients, planned }) {
    const tables = await plannedRouteTables(clients.ec2, planned);
    return tables.flatMap(({ RouteTableId, Associations = [] }) =>
      Associations.filter(({ SubnetId }) => SubnetId).map(({ RouteTableAssociationId, SubnetId }) => ({
        id: RouteTableAssociationId!,
        importId: `${SubnetId}/${RouteTableId}`,
        tags: undefined,
        phase: "ready",
        attributes: { route_table_id: RouteTableId, subnet_id: SubnetId },
      })),
    );
  },
};

/** The entries of route tables. */
export const ROUTE_TYPES: readonly ResourceKind[] = [ROUTE, ASSOCIATION];

/** The tables that new entries belong to. */
async function plannedRouteTables(
  client: EC2Client,
  planned: readonly WantedResource[],
): Promise<RouteTable[]> {
  const isNew = planned.filter((resource) => resource.isNew);
  const ids = knownValues(isNew, "route_table_id");
  if (ids.length === 0) return [];
  const tables: RouteTable[] = [];
  for await (const page of paginateDescribeRouteTables({ client }, having("route-table-id", ids))) {
    tables.push(...(page.RouteTables ?? []));
  }
  return tables;
}
