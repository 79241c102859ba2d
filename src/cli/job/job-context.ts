import type { JobDetail } from "@aws-sdk/client-batch";
import { BatchJobs } from "../../operations/jobs/api/batch-jobs";
import type { Clock } from "../../operations/terminal/clock";
import { diagnose, type Diagnosis } from "../../operations/jobs/diagnosis/diagnosis";
import { findJob } from "../../operations/jobs/api/find-job";
import { FactGatherer } from "../../operations/jobs/diagnosis/gather-facts";
import type { Interrupts } from "../../operations/jobs/api/interrupts";
import type { JobClients } from "../../operations/jobs/api/job-clients";
import type { JobEnvironment } from "../../operations/jobs/api/job-environment";
import { JobLog, type JobLogOptions } from "../../operations/jobs/log/job-log";
import { LogSource } from "../../operations/jobs/log/log-source";
import { Patience } from "../../operations/jobs/api/patience";
import type { Screen } from "../../operations/jobs/output/screen";

export interface JobContextProps {
  readonly environment: JobEnvironment;
  readonly clients: JobClients;
  readonly clock: Clock;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
}

/** What every command is given. */
export class JobContext {
  readonly environment: JobEnvironment;
  readonly clock: Clock;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
  readonly jobs: BatchJobs;
  private readonly clients: JobClients;
  private readonly patience: Patience;

  constructor(props: JobContextProps) {
    const { environment, clients, clock, screen, interrupts } = props;
    this.environment = environment;
    this.clients = clients;
    this.clock = clock;
    this.screen = screen;
    this.interrupts = interrupts;
    this.patience = new Patience(clock, (message) => screen.note(message), interrupts.signal);
    this.jobs = new BatchJobs(clients, this.patience);
  }

  /** Names of the environment's own queues. */
  get queues(): string[] {
    return this.environment.queues.map(({ name }) => name);
  }

  /** The id of the job that a user means by an id or a name. */
  jobId(text: string): Promise<string> {
    return findJob(text, this.jobs, this.queues, this.clock.now());
  }

  async diagnose(job: JobDetail): Promise<Diagnosis> {
    const gatherer = new FactGatherer(this.clients, this.environment);
    return diagnose(await gatherer.factsOf(job, this.clock.now()));
  }

  logOf(options: JobLogOptions = {}): JobLog {
    const source = new LogSource(this.clients.logs, this.environment.logGroup, this.patience);
    return new JobLog(source, this.clock, options);
  }

  /** The environments that a queue takes its capacity from. */
  get batch(): JobClients["batch"] {
    return this.clients.batch;
  }

  /** Calls AWS as often as it takes. */
  call<T>(send: () => Promise<T>): Promise<T> {
    return this.patience.call(send);
  }

  print(line: string): void {
    this.screen.write(`${line}\n`);
  }

  printJson(value: object): void {
    this.print(JSON.stringify(value));
  }
}
