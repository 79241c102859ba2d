import type { CallFault } from "../../local/gateway/faults";
import type { Order, Phase, Trouble } from "./life";

/** API actions by phase, such as `ec2 CreateVpc`. */
export type Actions = Readonly<Record<Phase, readonly string[]>>;

export const CALL_FAULTS = ["throttling", "500", "connection-reset", "timeout", "lost-answer"] as const;

/** How long a `timeout` lasts, in seconds. */
const TIMEOUT_SECONDS = 5;

/** Nothing goes wrong. */
export const CALM: Trouble = { name: "nothing", arm: () => Promise.resolve("") };

/**
 * Creations of what has no name of its own, which succeed when they are tried again: then there are
 * two, and nothing fails. AWS itself recognises a further attempt at a NAT gateway.
 */
export const UNNAMED: Actions = {
  deploy: [
    "ec2 AllocateAddress",
    "ec2 CreateInternetGateway",
    "ec2 CreateRouteTable",
    "ec2 CreateVpc",
    "kms CreateKey",
  ],
  change: [],
  destroy: [],
};

/** Each of these actions fails once. */
export function failingCalls(kind: CallFault["error"], actions: Actions, name: string = kind): Trouble {
  return {
    name,
    async arm(phase, { control }) {
      for (const name of actions[phase]) {
        const [service, action] = serviceAndAction(name);
        await control.orderFault({ service, action, error: kind, seconds: TIMEOUT_SECONDS });
      }
      return `${actions[phase].length} actions`;
    },
  };
}

/** The transition of each phase that ends once in its failed state. */
export function failedState(name: string, transitions: Readonly<Record<Phase, string>>): Trouble {
  return {
    name,
    async arm(phase, { control }) {
      const transition = transitions[phase];
      await control.orderFault({ transition, reason: "ordered by the fault matrix" });
      return transition;
    },
  };
}

/** Terraform is killed (-9) after a part of the calls that it makes in each phase. */
export function killed(percent: number, calls: Readonly<Record<Phase, number>>): Trouble {
  return {
    name: `killed after ${percent} %`,
    arm(phase, environment) {
      const nth = Math.max(1, Math.round((calls[phase] * percent) / 100));
      environment.killTerraformAtCall(nth);
      return Promise.resolve(`Terraform at its call ${nth} of about ${calls[phase]}`);
    },
  };
}

/** The actions in calls or orders, each once, in alphabetical order. */
export function actionsOf(calls: (phase: Phase) => readonly Order[]): Actions {
  const names = (phase: Phase): string[] =>
    [...new Set(calls(phase).map(({ service, action }) => `${service} ${action}`))].sort();
  return { deploy: names("deploy"), change: names("change"), destroy: names("destroy") };
}

/** An action that the emulator knows by method and path only has a blank in its own name. */
function serviceAndAction(name: string): [service: string, action: string] {
  const blank = name.indexOf(" ");
  return [name.slice(0, blank), name.slice(blank + 1)];
}
