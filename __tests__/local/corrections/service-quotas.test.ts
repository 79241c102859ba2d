import type { AwsError } from "../../../local/protocol/aws-error";
import { parseAwsRequest } from "../../../local/protocol/aws-request";
import { errorAnswer } from "../../../local/protocol/protocol";
import { AwsModel } from "../../support/conformance/aws-model";
import { serviceQuotas } from "../../../local/corrections/service-quotas";

function ask(ServiceCode: string, QuotaCode: string, region = "eu-west-1"): Promise<unknown> {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20261123/${region}/servicequotas/aws4_request, x`;
  const message = { method: "POST", url: "/", headers: { authorization } };
  const body = Buffer.from(JSON.stringify({ ServiceCode, QuotaCode }));
  const request = parseAwsRequest(message as Parameters<typeof parseAwsRequest>[0], body)!;
  const forward = (): never => {
    throw new Error("moto is not asked");
  };
  return serviceQuotas()
    .handle({ request, action: "GetServiceQuota", forward })
    .then((answer) => (JSON.parse(answer.body.toString()) as { Quota: unknown }).Quota);
}

it.each([
  ["ec2", "L-1216C47A", 5],
  ["ec2", "L-34B43A08", 5],
  ["ec2", "L-DB2E81BA", 0],
  ["ec2", "L-3819A6DF", 0],
  ["ec2", "L-417A185B", 0],
  ["ec2", "L-7212CCBC", 0],
  ["ec2", "L-0263D0A3", 5],
  ["vpc", "L-F678F1CE", 5],
])("the quota %s %s is the default of a new account", async (service, code, value) => {
  expect(await ask(service, code)).toMatchObject({
    ServiceCode: service,
    QuotaCode: code,
    QuotaArn: `arn:aws:servicequotas:eu-west-1::${service}/${code}`,
    Value: value,
  });
});

it("a quota is of its region's partition", async () => {
  expect(await ask("vpc", "L-F678F1CE", "cn-north-1")).toMatchObject({
    QuotaArn: "arn:aws-cn:servicequotas:cn-north-1::vpc/L-F678F1CE",
  });
});

it("another quota, or one of another service, does not exist", async () => {
  const unknown = { code: "NoSuchResourceException", status: 404 };
  await expect(ask("ec2", "L-00000000")).rejects.toMatchObject(unknown);
  await expect(ask("vpc", "L-1216C47A")).rejects.toMatchObject(unknown);
});

describe.each(["GetServiceQuota", "GetAWSDefaultServiceQuota"])("%s", (action) => {
  it("is answered as AWS's model says", async () => {
    const body = JSON.stringify({ Quota: await ask("ec2", "L-1216C47A") });
    expect(new AwsModel("service-quotas").problems(action, { status: 200, headers: {}, body })).toEqual([]);
  });

  it("declares the error", async () => {
    const error = (await ask("ec2", "L-00000000").catch((thrown: unknown) => thrown)) as AwsError;
    const { status, headers, body } = errorAnswer("json", error);
    expect(
      new AwsModel("service-quotas").problems(action, { status, headers, body: body.toString() }),
    ).toEqual([]);
  });
});
