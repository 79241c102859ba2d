import type { FairsharePolicy } from "@aws-sdk/client-batch";
import { invalidRequest } from "../errors";
import { covers } from "../scheduling/fair-share";

const SHARE_PATTERN = /^[A-Za-z0-9]{1,255}\*?$/;

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_FairsharePolicy.html */
export function checkFairsharePolicy(policy: FairsharePolicy = {}): void {
  const { shareDecaySeconds = 0, computeReservation = 0, shareDistribution = [] } = policy;
  checkRange("shareDecaySeconds", shareDecaySeconds, 0, 604_800);
  checkRange("computeReservation", computeReservation, 0, 99);
  if (shareDistribution.length > 500) {
    throw invalidRequest("shareDistribution can have at most 500 share identifiers");
  }
  const identifiers = shareDistribution.map(({ shareIdentifier = "" }) => shareIdentifier);
  shareDistribution.forEach(({ shareIdentifier, weightFactor = 1 }, index) => {
    if (!SHARE_PATTERN.test(shareIdentifier ?? "")) {
      throw invalidRequest(`shareIdentifier ${shareIdentifier} should match valid pattern`);
    }
    checkRange("weightFactor", weightFactor, 0.0001, 999.9999);
    const overlapping = identifiers.find(
      (other, position) => position !== index && covers(shareIdentifier!, other),
    );
    if (overlapping !== undefined) {
      throw invalidRequest(`shareIdentifier ${shareIdentifier} overlaps with ${overlapping}`);
    }
  });
}

function checkRange(member: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) {
    throw invalidRequest(`${member} must be between ${min} and ${max}, got ${value}`);
  }
}
