import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import { OBJECT_LABELS } from "../../model/names";
import { BatchRbac } from "./batch-rbac";

export interface BatchNamespaceProps {
  /** Name of the namespace. */
  readonly name: string;
}

/**
 * The Kubernetes namespace in which AWS Batch runs the jobs' pods, and its permissions there.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/getting-started-eks-configmap.html
 */
export class BatchNamespace extends Construct {
  /** Known once the namespace is there. */
  readonly namespaceName: string;

  constructor(scope: Construct, id: string, { name }: BatchNamespaceProps) {
    super(scope, id);
    const namespace = new NamespaceV1(this, "namespace", {
      metadata: { name, labels: { name: "aws-batch", ...OBJECT_LABELS }, annotations: { name: "aws-batch" } },
      // It goes with the cluster at the latest: five minutes, the default, would be paid for.
      timeouts: { delete: "1m" },
    });
    this.namespaceName = namespace.metadata.name;
    new BatchRbac(this, "rbac", { namespace: this.namespaceName });
  }
}
