import { diagnose, type Diagnosis } from "../../../../src/operations/jobs/diagnosis/diagnosis";
import type {
  DiagnosisFacts,
  EnvironmentFacts,
  JobFacts,
} from "../../../../src/operations/jobs/diagnosis/diagnosis-facts";
import { JOB_ID } from "../fixtures";

const waiting: JobFacts = {
  jobId: JOB_ID,
  jobName: "train",
  status: "RUNNABLE",
  failure: "",
  inStateMs: 6 * 60_000,
  evidence: { statements: [], exits: [] },
  refusals: [],
  hasRun: false,
  isElsewhere: false,
  hasEvents: false,
  attempts: 0,
  failedDependencies: [],
  failedChildren: [],
  waitsFor: [],
  isMultiNode: false,
  vcpus: 4,
  podVcpus: 4,
  podMemoryMiB: 8192,
  podGpus: 0,
};

export const healthy: EnvironmentFacts = {
  name: "CE_OD",
  state: "ENABLED",
  status: "VALID",
  statusReason: "ComputeEnvironment Healthy",
  isSpot: false,
  desiredVcpus: 0,
  maxVcpus: 256,
  instanceTypes: ["m5"],
  sizes: [
    { type: "m5.large", vcpus: 2, memoryMiB: 8192, gpus: 0 },
    { type: "m5.4xlarge", vcpus: 16, memoryMiB: 65_536, gpus: 0 },
  ],
};

export interface Changes {
  readonly job?: Partial<JobFacts>;
  readonly environment?: Partial<EnvironmentFacts>;
  readonly facts?: Partial<DiagnosisFacts>;
}

/** The diagnosis of a job that waits in a healthy environment, but for the changes. */
export function diagnosis({ job, environment, facts }: Changes): Diagnosis {
  return diagnose({
    region: "eu-west-1",
    namespace: "batch",
    job: { ...waiting, ...job },
    queue: { name: "JQ_OD", environmentCount: 1, isFairShare: false, state: "ENABLED", status: "VALID" },
    environments: [{ ...healthy, ...environment }],
    head: JOB_ID,
    position: 0,
    nodeGroups: [],
    unknown: [],
    ...facts,
  });
}
