import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { Construct } from "constructs";
import { BATCH_USER, CLUSTER_RULES, NAMESPACE_RULES, type RbacRule } from "../../model/facts/batch";
import { OBJECT_LABELS } from "../../model/names";

export interface BatchRbacProps {
  /** Namespace in which AWS Batch runs pods. */
  readonly namespace: string;
}

const RBAC_API_GROUP = "rbac.authorization.k8s.io";
const CLUSTER_ROLE = "aws-batch-cluster-role";
const NAMESPACE_ROLE = "aws-batch-compute-environment-role";
const SUBJECT = [{ kind: "User", name: BATCH_USER, apiGroup: RBAC_API_GROUP }];

/**
 * The permissions of AWS Batch in the cluster, under the names that AWS documents.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/getting-started-eks-configmap.html
 */
export class BatchRbac extends Construct {
  constructor(scope: Construct, id: string, { namespace }: BatchRbacProps) {
    super(scope, id);
    const clusterRole = new ClusterRoleV1(this, "cluster-role", {
      metadata: { name: CLUSTER_ROLE, labels: OBJECT_LABELS },
      rule: CLUSTER_RULES.map(copy),
    });
    new ClusterRoleBindingV1(this, "cluster-role-binding", {
      metadata: { name: `${CLUSTER_ROLE}-binding`, labels: OBJECT_LABELS },
      subject: SUBJECT,
      roleRef: { apiGroup: RBAC_API_GROUP, kind: "ClusterRole", name: clusterRole.metadata.name },
    });
    const role = new RoleV1(this, "role", {
      metadata: { name: NAMESPACE_ROLE, namespace, labels: OBJECT_LABELS },
      rule: NAMESPACE_RULES.map(copy),
    });
    new RoleBindingV1(this, "role-binding", {
      metadata: { name: `${NAMESPACE_ROLE}-binding`, namespace, labels: OBJECT_LABELS },
      subject: SUBJECT,
      roleRef: { apiGroup: RBAC_API_GROUP, kind: "Role", name: role.metadata.name },
    });
  }
}

function copy(rule: RbacRule): { apiGroups: string[]; resources: string[]; verbs: string[] } {
  return { apiGroups: [...rule.apiGroups], resources: [...rule.resources], verbs: [...rule.verbs] };
}
