import { BatchJobs } from "../api/batch-jobs";
import { JobDefinitions } from "../api/job-definitions";
import { findJob } from "../api/find-job";
import type { Interrupts } from "../api/interrupts";
import type { JobClients } from "../api/job-clients";
import type { JobEnvironment } from "../api/job-environment";
import { Patience } from "../api/patience";
import { diagnose, type Diagnosis } from "../diagnosis/diagnosis";
import { FactGatherer } from "../diagnosis/gather-facts";
import { JobLog, type JobLogOptions } from "../log/job-log";
import { LogSource } from "../log/log-source";
import { Prompt } from "../../terminal/prompt";
import { wrap } from "../../terminal/wrap";
import type { Clock } from "../../terminal/clock";
import { harmlessValue } from "../../terminal/harmless";
import type { Job } from "../model/job";
import type { Screen } from "../output/screen";

export interface JobContextProps {
  readonly environment: JobEnvironment;
  readonly clients: JobClients;
  readonly clock: Clock;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
  /** Asks for a yes. @default - on the terminal, or of what is piped in */
  readonly confirm?: (question: string) => Promise<boolean>;
}

/** How far back the end of a log goes. */
const LOG_END = { milliseconds: 5 * 60_000, lines: 1000 };

/** What every command is given. */
export class JobContext {
  readonly environment: JobEnvironment;
  readonly clock: Clock;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
  readonly jobs: BatchJobs;
  readonly definitions: JobDefinitions;
  readonly confirm: (question: string) => Promise<boolean>;
  private readonly clients: JobClients;
  private readonly patience: Patience;

  constructor(props: JobContextProps) {
    const { environment, clients, clock, screen, interrupts, confirm = confirmOnTerminal } = props;
    this.confirm = confirm;
    this.environment = environment;
    this.clients = clients;
    this.clock = clock;
    this.screen = screen;
    this.interrupts = interrupts;
    this.patience = new Patience(clock, (message) => screen.note(message), interrupts.signal);
    this.jobs = new BatchJobs(clients, this.patience);
    this.definitions = new JobDefinitions(clients, this.patience);
  }

  /** Names of the environment's own queues. */
  get queues(): string[] {
    return this.environment.queues.map(({ name }) => name);
  }

  /** The id of the job that a user means by an id or a name. */
  jobId(text: string): Promise<string> {
    return findJob(text, this.jobs, this.queues, this.clock.now());
  }

  async diagnose(job: Job): Promise<Diagnosis> {
    const gatherer = new FactGatherer(this.clients, this.environment, (ended) => this.logEnd(ended));
    return diagnose(this.seen(await gatherer.factsOf(job, this.clock.now())));
  }

  /** What the pod of a job waits for that has not come to run; else how that would be seen. */
  async whatPodWaitsFor(job: Job): Promise<string | undefined> {
    const podName = job.attempts.at(-1)?.podName;
    const { events } = this.clients;
    if (job.state !== "STARTING" || podName === undefined || !events) return undefined;
    try {
      const [said] = await events.ofPod(this.environment, job);
      return said && `${said.about}: ${said.text}`;
    } catch {
      return `kubectl describe pod -n ${this.environment.namespace} ${podName} tells, for who may ask the cluster`;
    }
  }

  logOf(options: JobLogOptions = {}): JobLog {
    const source = new LogSource(this.clients.logs, this.environment.logGroup, this.patience);
    return new JobLog(source, this.clock, options);
  }

  /** The lines of the last attempt's last minutes; its newest ones, where they are many. */
  private async logEnd(job: Job): Promise<string[]> {
    const last = job.attempts.at(-1)!;
    const log = this.logOf({ since: (last.stoppedAt ?? this.clock.now()) - LOG_END.milliseconds });
    let lines: string[] = [];
    for await (const page of log.read({ ...job, attempts: [last] }, true)) {
      lines = [...lines, ...page.map(({ text }) => text)].slice(-LOG_END.lines);
    }
    return [...lines, ...log.rest().map(({ text }) => text)];
  }

  /** What AWS tells, as the screen may show it: on a terminal every text on one line, without what a terminal obeys. */
  seen<T>(value: T): T {
    return this.screen.isTerminal ? harmlessValue(value) : value;
  }

  /** Columns that a line may have; no limit where no terminal shows it. */
  get columns(): number {
    return this.screen.isTerminal ? this.screen.columns : Infinity;
  }

  /** Prints text of our own: broken into the columns of a terminal. */
  tell(text: string): void {
    this.print(wrap(text, this.columns));
  }

  print(line: string): void {
    this.screen.write(`${line}\n`);
  }

  printJson(value: object): void {
    this.print(JSON.stringify(value));
  }
}

async function confirmOnTerminal(question: string): Promise<boolean> {
  const prompt = new Prompt();
  try {
    return await prompt.confirm(question);
  } finally {
    prompt.close();
  }
}
