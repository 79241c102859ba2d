import { GPU_NODE_LABEL } from "../../model/facts/eks";

/**
 * Labels a node as one with GPUs. AWS Batch adds what nodeadm needs to join the cluster.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/eks-launch-templates.html
 */
export const GPU_NODE_USER_DATA = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    flags:
      - --node-labels=${GPU_NODE_LABEL.key}=${GPU_NODE_LABEL.value}

--//--
`;
