import { until } from "../fixtures";
import { NAMESPACE, type BatchInCluster } from "./batch-in-cluster";
import { PodHistory } from "./pod-history";

/** Jobs that come at once, more than run at once. */
export function describeManyJobs(given: () => BatchInCluster, count: number): void {
  test(`${count} jobs at once have a pod each, which is told of in each of its states`, async () => {
    const cluster = given();
    const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
    await until(async () => (await cluster.api.list(pods)).length === 0 || undefined);
    const history = new PodHistory(cluster.api, NAMESPACE);
    const id = await cluster.submit("true", { arrayProperties: { size: count } });
    const areGone = (): boolean =>
      history.all().filter((states) => states.at(-1) === "DELETED").length === count;
    await until(() => areGone() || undefined, 600);
    history.close();
    expect(await cluster.ended(id)).toMatchObject({ status: "SUCCEEDED" });
    const lives = new Set(history.all().map((states) => states.join(" ")));
    expect([...lives]).toEqual(["Pending Running Succeeded DELETED"]);
  });
}
