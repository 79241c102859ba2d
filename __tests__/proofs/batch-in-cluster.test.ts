import { BatchInCluster } from "../local/batch/pods/batch-in-cluster";
import { describeAccess, PIECES } from "../local/batch/pods/access.suite";
import { describeManyJobs } from "../local/batch/pods/many-jobs.suite";
import { describeWithApiServer } from "../support/kubernetes/api-server";

describeWithApiServer(
  "AWS Batch in its cluster",
  () => {
    let cluster: BatchInCluster;

    beforeAll(async () => {
      cluster = await BatchInCluster.start();
      await cluster.environment();
      await cluster.queue("environment");
    });

    afterAll(() => cluster.stop());

    describeManyJobs(() => cluster, 200);
    describeAccess(() => cluster, PIECES);
  },
  "kubectl",
);
