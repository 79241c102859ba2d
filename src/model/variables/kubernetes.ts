import { define } from "./definition";
import { bool, principalArns, publicCidrs, text } from "./schemas";

/** The EKS cluster and who gets in. */
export const KUBERNETES_VARIABLES = {
  eks_cluster_version: define({
    type: "string",
    default: "1.35",
    description: "Kubernetes version of the control plane and the nodes.",
    schema: text().regex(/^1\.\d{2}$/, { error: 'must be a Kubernetes minor version such as "1.35"' }),
  }),
  eks_public_cluster_endpoint: define({
    type: "bool",
    default: true,
    description:
      "Whether the Kubernetes API is reachable from outside the VPC; convenient, not for production.",
    schema: bool,
  }),
  eks_private_cluster_endpoint: define({
    type: "bool",
    default: true,
    description: "Whether the Kubernetes API is reachable from inside the VPC.",
    schema: bool,
  }),
  eks_public_access_cidrs: define<string[]>({
    type: "list(string)",
    default: ["0.0.0.0/0"],
    description: "IPv4 blocks from which the public endpoint answers; narrow it to your own.",
    schema: publicCidrs,
  }),
  eks_admin_principal_arns: define<string[]>({
    type: "list(string)",
    default: [],
    description: "IAM roles and users that administer the cluster, beside the one that creates it.",
    schema: principalArns,
  }),
  eks_viewer_principal_arns: define<string[]>({
    type: "list(string)",
    default: [],
    description: "IAM roles and users that may see what is in the cluster's namespaces, but no secrets.",
    schema: principalArns,
  }),
};
