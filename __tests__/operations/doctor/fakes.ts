import { BatchClient } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import type { CheckResult } from "../../../src/operations/doctor/check";
import type { CommandResult, RunCommand } from "../../../src/operations/terminal/commands";
import type { DoctorClients, DoctorContext } from "../../../src/operations/doctor/context";
import { addressesIn, type FindAddress } from "../../../src/operations/doctor/leftovers/addresses";
import { EnvironmentState } from "../../../src/operations/state/environment-state";
import { stateStores } from "../../../src/operations/state/stores/state-stores";
import { defaultVariables } from "../../../src/model/variables";
import type * as synthesis from "../../support/synthesize";

export const ACCOUNT = "111122223333";
export const CLUSTER = "doeks-aws-batch";

/** What AWS answers by the name of the command: a value, an error to throw, or a function of the input. */
export type Answers = Readonly<Record<string, unknown>>;

/** Real clients, so that the SDK's paginators take them, that answer themselves. */
export function fakeClients(answers: Answers, region = "us-east-1"): DoctorClients {
  const config = { region, credentials: { accessKeyId: "AKIAFAKE", secretAccessKey: "fake" } };
  const clients = {
    batch: new BatchClient(config),
    ec2: new EC2Client(config),
    eks: new EKSClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
    quotas: new ServiceQuotasClient(config),
    sns: new SNSClient(config),
    sts: new STSClient(config),
  };
  const send = (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) => {
    const name = command.constructor.name.replace(/Command$/, "");
    if (!(name in answers)) return Promise.reject(new Error(`The test has no answer to ${name}.`));
    const answer = answers[name];
    return Promise.resolve()
      .then(() =>
        typeof answer === "function" ? (answer as (input: unknown) => unknown)(command.input) : answer,
      )
      .then((value) => {
        if (value instanceof Error) throw value;
        return value;
      });
  };
  for (const client of Object.values(clients)) Object.assign(client, { send });
  return clients;
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = "told by AWS"): Error {
  return Object.assign(new Error(message), { name });
}

/** An error of the network as Node throws it. */
export function networkError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

const VARIABLES = defaultVariables();

/** As the stacks of the default variables are synthesized. Few tests ask for an address: the others do not load CDKTF. */
const synthesizedAddress: FindAddress = (type, name) => {
  const { synthesize } = jest.requireActual<typeof synthesis>("../../support/synthesize");
  return addressesIn(
    synthesize().all.flatMap((stack) =>
      stack
        .resources(type)
        .map((values) => ({ stack: stack.name, type, address: String(values.terraformAddress), values })),
    ),
  )(type, name);
};

export interface ContextProps extends Partial<Omit<DoctorContext, "aws" | "clientsOf">> {
  readonly answers?: Answers;
  /** What other regions answer. @default - the same */
  readonly elsewhere?: Answers;
}

/** A context in which nothing is installed, and nothing answers but what the test says. */
export function context({ answers = {}, elsewhere = answers, ...props }: ContextProps = {}): DoctorContext {
  const variables = props.variables ?? VARIABLES;
  const aws = fakeClients(answers, variables.aws_region);
  return {
    env: {},
    variables,
    aws,
    clientsOf: (region) => (region === variables.aws_region ? aws : fakeClients(elsewhere, region)),
    stores: stateStores(variables, "no-such-directory"),
    state: EnvironmentState.of("no-such-directory", variables, new Map()),
    findAddress: () => synthesizedAddress,
    run: () => Promise.reject(new Error("The test runs no command.")),
    connect: () => Promise.reject(new Error("The test opens no connection.")),
    now: new Date("2026-11-23"),
    fix: false,
    ...props,
  };
}

/** Answers commands by a pattern of their words; the first that fits counts. */
export function fakeCommands(
  answers: readonly (readonly [pattern: RegExp, result: Partial<CommandResult> | Error])[],
  calls: string[] = [],
): RunCommand {
  return (command, args) => {
    const line = [command, ...args].join(" ");
    calls.push(line);
    const found = answers.find(([pattern]) => pattern.test(line))?.[1] ?? new Error(`No answer to: ${line}`);
    return found instanceof Error
      ? Promise.reject(found)
      : Promise.resolve({ status: 0, stdout: "", stderr: "", ...found });
  };
}

/** State and text of the result of a check, `todo` included. */
export function told(results: readonly CheckResult[], check: string): string {
  const result = results.find((candidate) => candidate.check === check);
  if (!result)
    throw new Error(`There is no ${check} among ${results.map((other) => other.check).join(", ")}.`);
  return [`${result.state}: ${result.found}`, ...result.todo].join("\n");
}
