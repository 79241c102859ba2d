import { DeleteVolumeCommand, paginateDescribeVolumes, type EC2Client } from "@aws-sdk/client-ec2";
import { tagsFromList } from "../found";
import { OURS, type Stray } from "../stray";

const CLAIM_TAG = "kubernetes.io/created-for/pvc/name";

/**
 * Detached volumes that were made for claims of pods of a cluster: they hold somebody's data. The EBS
 * CSI driver names the cluster in the key of a tag, which is the only sign of whose they are.
 *
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md
 */
export async function claimedVolumes(client: EC2Client, clusterName: string): Promise<Stray[]> {
  const Filters = [
    { Name: "tag-key", Values: [`kubernetes.io/cluster/${clusterName}`] },
    { Name: "status", Values: ["available"] },
  ];
  const found: Stray[] = [];
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, { Filters })) {
    for (const { VolumeId: id = "", Size, Tags } of Volumes) {
      const claim = tagsFromList(Tags)[CLAIM_TAG];
      found.push({
        id,
        what: `volume ${id} (${Size} GiB), made for ${claim === undefined ? "a pod" : `claim ${claim}`},`,
        owner: OURS,
        command: `ec2 delete-volume --volume-id ${id}`,
        remove: () => client.send(new DeleteVolumeCommand({ VolumeId: id })),
      });
    }
  }
  return found;
}
