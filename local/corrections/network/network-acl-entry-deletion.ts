import { DescribeNetworkAclsCommand } from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import type { Correction, CorrectionContext } from "../correction";

/** Refuses to delete a rule of a network ACL that does not exist, such as one that was deleted before. */
export function networkAclEntryDeletion({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DeleteNetworkAclEntry"],
    why: "moto breaks on a rule that does not exist, with an internal failure that callers try again for minutes",
    async handle({ request, forward }) {
      const id = request.form.get("NetworkAclId") ?? "";
      const number = Number(request.form.get("RuleNumber"));
      const isEgress = request.form.get("Egress") === "true";
      const { NetworkAcls = [] } = await clients(request.region).ec2.send(new DescribeNetworkAclsCommand({}));
      const acl = NetworkAcls.find(({ NetworkAclId }) => NetworkAclId === id);
      if (
        acl &&
        !acl.Entries?.some(({ RuleNumber, Egress }) => RuleNumber === number && Egress === isEgress)
      ) {
        throw new AwsError(
          "InvalidNetworkAclEntry.NotFound",
          `The ${isEgress ? "egress" : "ingress"} network acl entry with rule number ${number} does not exist.`,
        );
      }
      return forward();
    },
  };
}
