import { describeWithApiServer } from "../../../support/kubernetes/api-server";
import { describeAccess, PIECES } from "./access.suite";
import { BatchInCluster } from "./batch-in-cluster";
import { describeFailedPods } from "./failed-pods.suite";
import { describeJobPods } from "./job-pods.suite";
import { describeManyJobs } from "./many-jobs.suite";

const SAMPLE = ["the rule about nodes of the cluster role", "the mapping of AWS Batch", "the namespace"];

// One cluster for all: an API server takes seconds to start.
describeWithApiServer(
  "a job's pod",
  () => {
    let cluster: BatchInCluster;

    beforeAll(async () => {
      cluster = await BatchInCluster.start();
      expect(await cluster.environment()).toMatchObject({ status: "VALID" });
      await cluster.queue("environment");
    });

    afterAll(() => cluster.stop());

    describe("that runs", () => describeJobPods(() => cluster));
    describe("that fails", () => describeFailedPods(() => cluster));
    // More of them are a proof.
    describe("beside many", () => describeManyJobs(() => cluster, 20));
    describe("that AWS Batch may not make", () =>
      describeAccess(
        () => cluster,
        PIECES.filter(({ name }) => SAMPLE.includes(name)),
      ));
  },
  "kubectl",
);
