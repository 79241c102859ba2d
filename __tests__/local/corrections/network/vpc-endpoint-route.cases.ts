import * as ec2 from "@aws-sdk/client-ec2";
import { REGION } from "../../gateway/started-gateway";
import type { CorrectedAccount } from "../corrected-account";

export function vpcEndpointRouteCases(account: CorrectedAccount): void {
  let VpcId: string;
  let VpcEndpointId: string;
  let tables: [string, string];

  async function createTable(): Promise<string> {
    const { RouteTable } = await account.ec2.send(new ec2.CreateRouteTableCommand({ VpcId }));
    return RouteTable!.RouteTableId!;
  }

  const modify = (change: Partial<ec2.ModifyVpcEndpointCommandInput>): Promise<unknown> =>
    account.ec2.send(new ec2.ModifyVpcEndpointCommand({ VpcEndpointId, ...change }));

  /** Which of the two tables lead to the endpoint. */
  async function leading(): Promise<boolean[]> {
    const { RouteTables } = await account.ec2.send(
      new ec2.DescribeRouteTablesCommand({ RouteTableIds: tables }),
    );
    return tables.map((id) =>
      RouteTables!.some(
        ({ RouteTableId, Routes }) =>
          RouteTableId === id && Routes!.some(({ GatewayId }) => GatewayId === VpcEndpointId),
      ),
    );
  }

  beforeEach(async () => {
    VpcId = await account.createVpc();
    tables = [await createTable(), await createTable()];
    const { VpcEndpoint } = await account.ec2.send(
      new ec2.CreateVpcEndpointCommand({
        VpcId,
        VpcEndpointType: "Gateway",
        ServiceName: `com.amazonaws.${REGION}.s3`,
        RouteTableIds: [tables[0]],
      }),
    );
    VpcEndpointId = VpcEndpoint!.VpcEndpointId!;
  });

  test("has a route in each of its route tables, also in those that come and go later", async () => {
    expect(await leading()).toEqual([true, false]);
    await modify({ AddRouteTableIds: [tables[1]] });
    expect(await leading()).toEqual([true, true]);
    await modify({ RemoveRouteTableIds: [tables[0]] });
    expect(await leading()).toEqual([false, true]);
  });

  test("takes all its routes with it", async () => {
    await modify({ AddRouteTableIds: [tables[1]] });
    await account.ec2.send(new ec2.DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
    expect(await leading()).toEqual([false, false]);
  });

  test("is refused where a route table leads to another one of the same service", async () => {
    const twin = new ec2.CreateVpcEndpointCommand({
      VpcId,
      VpcEndpointType: "Gateway",
      ServiceName: `com.amazonaws.${REGION}.s3`,
      RouteTableIds: tables,
    });
    await expect(account.ec2.send(twin)).rejects.toMatchObject({ name: "RouteAlreadyExists" });
    expect(await leading()).toEqual([true, false]);
    await account.ec2.send(new ec2.DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
    expect((await account.ec2.send(twin)).VpcEndpoint!.VpcEndpointId).toMatch(/^vpce-/);
  });

  test("can be deleted again, as when the answer to the first call was lost", async () => {
    const deletion = new ec2.DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] });
    await account.ec2.send(deletion);
    expect(await account.ec2.send(deletion)).toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  test("keeps its routes when something else of it changes", async () => {
    await modify({ PolicyDocument: '{"Statement":[]}' });
    expect(await leading()).toEqual([true, false]);
  });

  test("that does not exist is refused by moto", async () => {
    VpcEndpointId = "vpce-00000000000000000";
    await expect(modify({ AddRouteTableIds: [tables[1]] })).rejects.toMatchObject({
      name: "InvalidVpcEndpointId.NotFound",
    });
  });
}
