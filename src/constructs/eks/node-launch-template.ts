import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Token } from "cdktf";
import { Construct } from "constructs";

export interface NodeLaunchTemplateProps {
  /** Beginning of the name of the template. */
  readonly namePrefix: string;
  /** Also of each version of the template. */
  readonly description: string;
  /** Name tag of the instances, their volumes and network interfaces. */
  readonly nodeName: string;
  /** Tags for what is launched: Terraform's default tags reach only the template itself. */
  readonly tags: Readonly<Record<string, string>>;
  /** CloudWatch metrics of each instance every minute, billed. @default false */
  readonly detailedMonitoring?: boolean;
  /** @default - the launcher's own choice */
  readonly securityGroupIds?: readonly string[];
  /** @default 20 - enough for the image and the jobs' container images */
  readonly rootVolumeGib?: number | undefined;
  /** Multi-part MIME text that cloud-init reads. @default - none */
  readonly userData?: string | undefined;
}

const DEFAULT_ROOT_VOLUME_GIB = 20;

/** Root device of Amazon Linux 2023. */
const ROOT_DEVICE = "/dev/xvda";

const TAGGED_RESOURCES = ["instance", "volume", "network-interface"];

/**
 * How the nodes of the cluster are launched: IMDSv2 only, with an encrypted root volume.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export class NodeLaunchTemplate extends Construct {
  readonly launchTemplateId: string;
  /** Changes with every change of the template. */
  readonly latestVersion: string;

  constructor(scope: Construct, id: string, props: NodeLaunchTemplateProps) {
    super(scope, id);
    const tags = { ...props.tags, Name: props.nodeName };
    const template = new LaunchTemplate(this, "template", {
      namePrefix: props.namePrefix,
      description: props.description,
      updateDefaultVersion: true,
      ...(props.securityGroupIds ? { vpcSecurityGroupIds: [...props.securityGroupIds] } : {}),
      ...(props.userData === undefined ? {} : { userData: Buffer.from(props.userData).toString("base64") }),
      monitoring: { enabled: props.detailedMonitoring ?? false },
      // Two hops: a pod with a network of its own is one hop further away than the node.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
      blockDeviceMappings: [
        {
          deviceName: ROOT_DEVICE,
          ebs: {
            volumeSize: props.rootVolumeGib ?? DEFAULT_ROOT_VOLUME_GIB,
            volumeType: "gp3",
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: TAGGED_RESOURCES.map((resourceType) => ({ resourceType, tags })),
      // With a generated name, a new template can exist beside the one that nodes still use.
      lifecycle: { createBeforeDestroy: true },
    });
    this.launchTemplateId = template.id;
    this.latestVersion = Token.asString(template.latestVersion);
  }
}
