import type { ResourceClients } from "../../../src/operations/resources/resource-kind";
import { awsClients } from "../../../src/operations/aws/aws-clients";

/** What AWS answers to each action; a function is called with the action's input, and may throw. */
export type Answers = Readonly<Record<string, object | Answer>>;

type Answer = (input: never) => object;

export interface FakeAws {
  readonly clients: ResourceClients;
  /** `Action {"Input":...}` of each call that changes something. */
  readonly changes: readonly string[];
}

const READS = /^(Describe|List|Get)/;

/** Clients of AWS that answer from a table; what is missing there does not exist. */
export function fakeAws(answers: Answers): FakeAws {
  const changes: string[] = [];
  const send = (command: { constructor: { name: string }; input: object }): Promise<object> => {
    const action = command.constructor.name.replace(/Command$/, "");
    if (!READS.test(action)) changes.push(`${action} ${JSON.stringify(command.input)}`);
    const answer = answers[action] ?? {};
    if (!isFunction(answer)) return Promise.resolve(answer);
    return Promise.resolve().then(() => answer(command.input as never));
  };
  const clients = awsClients("us-east-1");
  for (const client of Object.values(clients)) Object.assign(client, { send });
  return { clients, changes };
}

/** An error of AWS with its code. */
export function awsError(name: string): Error {
  return Object.assign(new Error(`${name} of a test`), { name });
}

function isFunction(answer: object | Answer): answer is Answer {
  return typeof answer === "function";
}
