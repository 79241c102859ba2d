import {
  DeleteOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
} from "@aws-sdk/client-iam";
import type { AdoptableType } from "../adoptable-type";
import { unlessMissing } from "../../aws/errors";
import { tagsFromList, type Candidate } from "../candidate";
import { knownValues } from "../planned-resource";

/** Its URL is the issuer of one cluster, so there is never a second one of it. */
export const OIDC_PROVIDER: AdoptableType = {
  type: "aws_iam_openid_connect_provider",
  identity: ["url"],
  async list({ clients: { iam }, planned }) {
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    const found: Candidate[] = [];
    for (const url of knownValues(planned, "url")) {
      const suffix = `:oidc-provider/${url.replace(/^https:\/\//, "")}`;
      const arn = OpenIDConnectProviderList.find(({ Arn }) => Arn?.endsWith(suffix))?.Arn;
      if (!arn) continue;
      const answer = await unlessMissing(
        iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn: arn })),
      );
      found.push({ id: arn, tags: tagsFromList(answer?.Tags), phase: "ready", attributes: { url } });
    }
    return found;
  },
  async remove({ iam }, { id }) {
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
  },
};
