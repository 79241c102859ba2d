import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BatchService } from "./batch/service";
import { CallLog, type RecordedCall } from "./gateway/call-log";
import { ControlApi } from "./gateway/control-api";
import { allCorrections } from "./corrections/all-corrections";
import { callerArn } from "./eks/iam-lookups";
import { EksService } from "./eks/service";
import { awsEvent } from "./events/event";
import { EventBus } from "./events/event-bus";
import { Faults } from "./gateway/faults";
import { Gateway } from "./gateway/gateway";
import { Inventory } from "./inventory";
import { ControlPlanes } from "./kubernetes/control-planes";
import { JobSessions } from "./job-sessions/job-sessions";
import { DEFAULT_DELAYS, Lifecycle, type Delays } from "./lifecycle";
import { Moto, type MotoClients } from "./moto/moto";
import type { EmulatedService } from "./protocol/service";

export interface EmulatorProps {
  /** For temporary files of jobs and of moto. */
  readonly directory: string;
  /** @default - half a second for every transition */
  readonly delays?: Delays;
  /** Whether jobs run their command on this machine. @default true */
  readonly runJobs?: boolean;
  /** Where `etcd` and `kube-apiserver` are. Absolute. @default - there is no Kubernetes behind the clusters */
  readonly kubernetesAssets?: string | undefined;
  /** Called for each call of an AWS API, before it is answered. @default - nothing */
  readonly onCall?: (call: RecordedCall) => void;
}

/** No command of a job may run longer, in seconds. */
const JOB_TIMEOUT_SECONDS = 3600;

/** AWS as far as this project needs it, in memory, on loopback. */
export class Emulator {
  private constructor(
    readonly endpoint: string,
    readonly accessKeyId: string,
    /** Signs requests; the emulator checks only the key id, but for tokens of `aws eks get-token` the signature too. */
    readonly secretAccessKey: string,
    private readonly close: () => Promise<void>,
  ) {}

  static async start(props: EmulatorProps): Promise<Emulator> {
    const jobsDirectory = join(props.directory, "jobs");
    mkdirSync(jobsDirectory, { recursive: true, mode: 0o700 });
    const moto = await Moto.start(props.directory);
    const clients = (region: string): MotoClients => moto.clients(region);

    const faults = new Faults();
    const calls = new CallLog(props.onCall);
    const lifecycle = new Lifecycle(faults, props.delays ?? DEFAULT_DELAYS);
    const accessKeyId = `AKIA${randomBytes(12).toString("hex").toUpperCase().slice(0, 16)}`;
    const { kubernetesAssets: assets, directory } = props;
    const controlPlanes =
      assets === undefined ? undefined : new ControlPlanes({ assets, directory, password: accessKeyId });
    const context = { lifecycle, clients, controlPlanes };
    const secretAccessKey = randomBytes(20).toString("hex");
    const eks = new EksService(context, () => ({
      endpoint: jobs.endpoint,
      credentialsOf: (key, region) =>
        key === accessKeyId ? { secretAccessKey, arn: callerArn(region) } : jobs.credentialsOf(key),
      takeRefusal: (webhook, name) => faults.takeFailedState(`eks.cluster.${webhook}`, name) !== undefined,
    }));
    const bus = new EventBus(clients);
    const jobs = new JobSessions(clients, (region, name) => moto.secretArn(region, name));
    const batch = new BatchService(
      context,
      eks,
      {
        runJobs: props.runJobs ?? true,
        jobTimeoutSeconds: JOB_TIMEOUT_SECONDS,
        maxEnvironmentsOfCluster: 5,
        jobsDirectory,
        openSession: (pod) => jobs.open(pod),
      },
      (region, happening) => bus.publish(awsEvent(region, happening)),
    );
    const services: EmulatedService[] = [eks, batch];
    const inventory = new Inventory({ clients, services, regions: () => calls.regions() });
    const gateway = new Gateway({
      accessKeyId,
      moto,
      services,
      corrections: allCorrections({
        clients,
        lifecycle,
        holdersOf: (region, id) => services.flatMap((service) => service.holdersOf(region, id)),
      }),
      faults,
      calls,
      jobs,
      control: new ControlApi({
        faults,
        calls,
        inventory: () => inventory.items(),
        reviews: (call, asked) => eks.review(call, asked),
      }),
    });
    jobs.endpoint = `http://127.0.0.1:${await gateway.listen()}`;
    if (controlPlanes) controlPlanes.endpoint = jobs.endpoint;
    return new Emulator(jobs.endpoint, accessKeyId, secretAccessKey, async () => {
      lifecycle.close();
      await batch.close();
      bus.close();
      await controlPlanes?.stop();
      await gateway.close();
      await moto.stop();
      rmSync(jobsDirectory, { recursive: true, force: true });
    });
  }

  /** Ends everything that the emulator started. */
  async stop(): Promise<void> {
    await this.close();
  }
}
