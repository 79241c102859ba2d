/** When Terraform created what, in one deployment of the rehearsal. Times are seconds. */
export interface Recording {
  /** Day of the recording, such as `2026-11-24`. */
  readonly day: string;
  /** In the order of their deployment. */
  readonly stacks: readonly RecordedStack[];
}

/** A stack from the beginning of its plan to the end of its apply. */
export interface RecordedStack {
  readonly name: string;
  /** Since the beginning of the first stack. */
  readonly start: number;
  readonly seconds: number;
  /** In the order of their beginnings. */
  readonly resources: readonly RecordedResource[];
}

export interface RecordedResource {
  /** Title of its box in the picture of the architecture. */
  readonly box: string;
  /** What it is, such as `compute environment`. */
  readonly noun: string;
  /** Since the beginning of the first stack. */
  readonly start: number;
  readonly seconds: number;
  /** Whether the end of the deployment waited for it. */
  readonly isCritical: boolean;
}
