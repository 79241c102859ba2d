import { withRootImports } from "../../../tools/bench/root-imports";

test("imports by path become aliases of what the package's root exports", () => {
  const source = [
    'import { Vpc as VpcResource } from "@cdktf/provider-aws/lib/vpc";',
    'import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";',
    'import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";',
    'import { Construct } from "constructs";',
  ].join("\n");
  expect(withRootImports(source).split("\n")).toEqual([
    'import * as aws from "@cdktf/provider-aws";',
    "import VpcResource = aws.vpc.Vpc;",
    "import IamRole = aws.iamRole.IamRole;",
    'import * as kubernetes from "@cdktf/provider-kubernetes";',
    "import RoleV1 = kubernetes.roleV1.RoleV1;",
    'import { Construct } from "constructs";',
  ]);
});
