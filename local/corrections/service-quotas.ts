import { AwsError } from "../protocol/aws-error";
import type { Correction } from "./correction";
import { jsonAnswer } from "../protocol/protocol";
import { partitionOf } from "../service-context";

interface Quota {
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly name: string;
  readonly value: number;
}

/**
 * AWS's default of each quota that an installation meets. New accounts begin with less: so few
 * vCPUs that the doctor has something to say.
 */
const QUOTAS: readonly Quota[] = [
  {
    serviceCode: "ec2",
    quotaCode: "L-1216C47A",
    name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    value: 5,
  },
  {
    serviceCode: "ec2",
    quotaCode: "L-34B43A08",
    name: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
    value: 5,
  },
  { serviceCode: "ec2", quotaCode: "L-DB2E81BA", name: "Running On-Demand G and VT instances", value: 0 },
  { serviceCode: "ec2", quotaCode: "L-3819A6DF", name: "All G and VT Spot Instance Requests", value: 0 },
  { serviceCode: "ec2", quotaCode: "L-417A185B", name: "Running On-Demand P instances", value: 0 },
  { serviceCode: "ec2", quotaCode: "L-7212CCBC", name: "All P Spot Instance Requests", value: 0 },
  { serviceCode: "ec2", quotaCode: "L-0263D0A3", name: "EC2-VPC Elastic IPs", value: 5 },
  { serviceCode: "vpc", quotaCode: "L-F678F1CE", name: "VPCs per Region", value: 5 },
];

/**
 * The quotas of an account that never asked for more.
 *
 * @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
 */
export function serviceQuotas(): Correction {
  return {
    service: "servicequotas",
    actions: ["GetServiceQuota", "GetAWSDefaultServiceQuota"],
    why: "moto knows the quotas of VPC only, and not the action GetAWSDefaultServiceQuota",
    handle({ request }) {
      const { ServiceCode, QuotaCode } = JSON.parse(request.body.toString("utf8")) as Record<string, string>;
      const quota = QUOTAS.find(
        ({ serviceCode, quotaCode }) => serviceCode === ServiceCode && quotaCode === QuotaCode,
      );
      if (!quota) {
        return Promise.reject(
          new AwsError("NoSuchResourceException", "The specified resource does not exist.", 404),
        );
      }
      const { serviceCode, quotaCode, name, value } = quota;
      return Promise.resolve(
        jsonAnswer({
          Quota: {
            ServiceCode: serviceCode,
            QuotaArn: `arn:${partitionOf(request.region)}:servicequotas:${request.region}::${serviceCode}/${quotaCode}`,
            QuotaCode: quotaCode,
            QuotaName: name,
            Value: value,
            Unit: "None",
            Adjustable: true,
            GlobalQuota: false,
          },
        }),
      );
    },
  };
}
