import type { JobDetail } from "@aws-sdk/client-batch";
import type { Clock } from "../../../src/operations/terminal/clock";
import { Interrupts } from "../../../src/operations/jobs/api/interrupts";
import type { JobClients } from "../../../src/operations/jobs/api/job-clients";
import { JobContext } from "../../../src/operations/jobs/commands/job-context";
import { jobEnvironment } from "../../../src/operations/jobs/api/job-environment";
import { runProgram } from "../../../src/cli/job/program";
import type { Screen } from "../../../src/operations/jobs/output/screen";
import { defaultVariables } from "../../../src/model/variables";
import { FakeClock, START } from "../../support/fake-clock";

export { FakeClock, START };

export const JOB_ID = "00000000-0000-4000-8000-000000000001";
export const ENVIRONMENT = jobEnvironment(defaultVariables());

type Handler = (input: Record<string, unknown>) => unknown;

/** AWS as a test wants it: an answer for each API action, and a record of the calls. */
export class FakeAws {
  readonly calls: { readonly action: string; readonly input: Record<string, unknown> }[] = [];
  private readonly handlers = new Map<string, Handler>();

  readonly clients: JobClients = (() => {
    const client = { send: (command: object) => this.answer(command) } as never;
    return {
      batch: client,
      submitting: client,
      logs: client,
      eks: client,
      ec2: () => Promise.resolve(client),
    };
  })();

  /** @param handler its answer, or the error it throws */
  on(action: string, handler: Handler): this {
    this.handlers.set(action, handler);
    return this;
  }

  /** How many calls there were of each action. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { action } of this.calls) counts[action] = (counts[action] ?? 0) + 1;
    return counts;
  }

  private async answer(command: object): Promise<unknown> {
    const action = command.constructor.name.replace(/Command$/, "");
    const { input } = command as { input: Record<string, unknown> };
    this.calls.push({ action, input });
    const handler = this.handlers.get(action);
    if (!handler) throw new Error(`The test has no answer for ${action}.`);
    return Promise.resolve(handler(input));
  }
}

export class FakeScreen implements Screen {
  text = "";
  readonly notes: string[] = [];
  readonly columns = 120;

  constructor(readonly isTerminal = false) {}

  write(text: string): void {
    this.text += text;
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  clearLine(): void {
    this.text += "\r\u001b[2K";
  }

  note(line: string): void {
    this.notes.push(line);
  }

  get lines(): string[] {
    return this.text.split("\n").filter((line) => line !== "");
  }

  get json(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

/** The program with everything but AWS, the time and the screen as in real life. */
export class Program {
  readonly interrupts = new Interrupts();
  /** What the program asked. */
  readonly questions: string[] = [];
  /** What its user answers to every question. */
  isConfirmed = false;

  constructor(
    readonly clients: JobClients,
    readonly clock: Clock = new FakeClock(),
    readonly screen: FakeScreen = new FakeScreen(),
    private readonly environment = ENVIRONMENT,
  ) {}

  async run(...args: string[]): Promise<number> {
    const { environment, clients, clock, screen, interrupts } = this;
    const confirm = (question: string): Promise<boolean> => {
      this.questions.push(question);
      return Promise.resolve(this.isConfirmed);
    };
    const context = (): JobContext =>
      new JobContext({ environment, clients, clock, screen, interrupts, confirm });
    try {
      return await runProgram(args, { context, screen, directory: "/project" });
    } finally {
      interrupts.close();
    }
  }
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = name, status = 400): Error {
  return Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode: status } });
}

/** A job that runs one container. */
export function job(more: Partial<JobDetail> = {}): JobDetail {
  return {
    jobId: JOB_ID,
    jobName: "test",
    jobQueue: "arn:aws:batch:us-east-1:123456789012:job-queue/doeks-JQ1_OD",
    jobDefinition: "arn:aws:batch:us-east-1:123456789012:job-definition/doeks-hello-world:1",
    status: "RUNNABLE",
    createdAt: START,
    startedAt: undefined,
    eksProperties: {
      podProperties: {
        containers: [{ name: "main", resources: { limits: { cpu: "1", memory: "1024Mi" } } }],
      },
    },
    eksAttempts: [],
    ...more,
  };
}
