import { paginateDescribeRouteTables, type EC2Client, type RouteTable } from "@aws-sdk/client-ec2";
import type { AdoptableType } from "../adoptable-type";
import { knownValues, type PlannedResource } from "../planned-resource";
import { having } from "./ec2-filters";

/** Only of tables that Terraform makes: one that the plan can name is in a state. */
const ROUTE: AdoptableType = {
  type: "aws_route",
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

const ASSOCIATION: AdoptableType = {
  type: "aws_route_table_association",
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
export const ROUTE_TYPES: readonly AdoptableType[] = [ROUTE, ASSOCIATION];

/** The tables that new entries belong to. */
async function plannedRouteTables(
  client: EC2Client,
  planned: readonly PlannedResource[],
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
