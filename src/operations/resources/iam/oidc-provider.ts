import {
  DeleteOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
} from "@aws-sdk/client-iam";
import type { ResourceKind } from "../resource-kind";
import { unlessMissing } from "../../aws/errors";
import { tagsFromList, type Found } from "../found";
import { knownValues } from "../resource-kind";

/** Its URL is the issuer of one cluster, which the plan names, so there is never a second one of it. */
export const OIDC_PROVIDER: ResourceKind = {
  type: "aws_iam_openid_connect_provider",
  noun: "OIDC provider",
  isGlobal: true,
  commands: ({ id }) => [`iam delete-open-id-connect-provider --open-id-connect-provider-arn ${id}`],
  identity: ["url"],
  async list({ clients: { iam }, planned }) {
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    const found: Found[] = [];
    for (const url of knownValues(planned, "url")) {
      const suffix = `:oidc-provider/${url.replace(/^https:\/\//, "")}`;
      const arn = OpenIDConnectProviderList.find(({ Arn }) => Arn?.endsWith(suffix))?.Arn;
      if (!arn) continue;
      const answer = await unlessMissing(
        iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn: arn })),
      );
      found.push({
        id: arn,
        tags: tagsFromList(answer?.Tags),
        phase: "ready",
        attributes: { url },
        use: "here",
      });
    }
    return found;
  },
  async remove({ iam }, { id }) {
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
  },
};
