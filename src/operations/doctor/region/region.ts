import { DescribeRegionsCommand, type Region } from "@aws-sdk/client-ec2";
import { closest } from "fastest-levenshtein";
import { homeRegion } from "../../../model/aws-region";
import { couldNotCheck, failed, ok, type CheckResult } from "../check";
import { describeError, isAboutCredentials, isUnreached } from "../../aws/errors";
import type { DoctorContext } from "../context";

export interface RegionVerdict {
  /** Why nothing in the region can be asked, as the end of a sentence; undefined when it can. */
  readonly blocked?: string;
  readonly results: CheckResult[];
}

const CHECK = "region";

/** Whether the region exists and the account may use it. */
export async function checkRegion(context: DoctorContext): Promise<RegionVerdict> {
  try {
    return judgeRegion(context.variables.aws_region, await regions(context));
  } catch (error) {
    return { results: [couldNotCheck(CHECK, describeError(error))] };
  }
}

export function judgeRegion(wanted: string, all: readonly Region[]): RegionVerdict {
  const region = all.find(({ RegionName }) => RegionName === wanted);
  if (!region) {
    const names = all.flatMap(({ RegionName }) => RegionName ?? []);
    const nearest = names.length > 0 ? `; did you mean ${closest(wanted, names)}?` : "";
    return {
      blocked: `needs a region that exists`,
      results: [
        failed(
          CHECK,
          `there is no region ${wanted}${nearest}`,
          `Set aws_region to one of ${names.join(", ")}.`,
        ),
      ],
    };
  }
  if (region.OptInStatus === "not-opted-in") {
    return {
      blocked: `needs a region that is enabled`,
      results: [
        failed(
          CHECK,
          `${wanted} is not enabled for this account`,
          `Enable it, which takes some minutes: aws account enable-region --region-name ${wanted}`,
          "Or set aws_region to a region that is enabled.",
        ),
      ],
    };
  }
  return { results: [ok(CHECK, `${wanted} is enabled (${region.OptInStatus ?? "opt-in-not-required"})`)] };
}

/** A region that is not enabled does not answer for itself. */
async function regions({ aws, clientsOf, variables }: DoctorContext): Promise<Region[]> {
  const command = new DescribeRegionsCommand({ AllRegions: true });
  try {
    return (await aws.ec2.send(command)).Regions ?? [];
  } catch (error) {
    const home = homeRegion(variables.aws_region);
    const isForeign = isAboutCredentials(error) || isUnreached(error);
    if (!isForeign || home === variables.aws_region) throw error;
    return (await clientsOf(home).ec2.send(command)).Regions ?? [];
  }
}
