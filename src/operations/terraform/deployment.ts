import { MAX_ENVIRONMENTS_OF_CLUSTER } from "../../model/facts/batch";
import { runEngine } from "./engine";
import { Progress } from "./events/progress";
import { Inquiry, type AskAws } from "./events/inquiry";
import { keepState, mendState, stateFileOf } from "./state-file";
import { CliError } from "../terminal/cli-error";
import type { Clock } from "../terminal/clock";
import { retry } from "../terminal/poll";
import { environmentStages, isComputeEnvironment } from "./environment-stages";
import { isToldToEnd } from "./logged-process";
import type { SynthesizedStack } from "./synthesized-stacks";
import { Terraform, TerraformError, type Plan } from "./terraform";
import { takesAway } from "./events/terraform-events";
import { isTransient } from "./events/transient";

/** Seconds to wait before each further attempt after a failure that may pass by itself. */
const RETRY_DELAYS_SECONDS = [10, 30, 60];

/** A chain of things that each need the one before is no longer. */
const MAX_ADOPTION_PASSES = 12;

export interface DeploymentProps {
  readonly stacks: readonly SynthesizedStack[];
  /** Directory for the logs of the run, one for each stack. */
  readonly logDirectory: string;
  /**
   * Asked before a plan is carried out that destroys or replaces something.
   *
   * @default - it is carried out
   */
  readonly confirm?: ((stack: SynthesizedStack, plan: Plan) => Promise<boolean>) | undefined;
  /**
   * Takes what exists in AWS but in no state into the state of a stack, or removes it.
   *
   * @param plan what Terraform tells of the saved plan as JSON
   * @returns how many resources that were
   * @default - nothing is looked for
   */
  readonly adopt?: (stack: SynthesizedStack, plan: unknown, terraform: Terraform) => Promise<number>;
  /** Whether something was in the way of a removal that the plan's execution may have taken away. @default - nothing was */
  readonly mustAdoptAgain?: (stack: SynthesizedStack) => boolean;
  /** Whether to adopt also at the first attempt, not only after a failed one. @default false */
  readonly isResumed?: boolean;
  /** Removes a lock on a stack's state that a killed Terraform left. @default - there is none */
  readonly clearLock?: ((stack: SynthesizedStack) => Promise<void>) | undefined;
  /** Called before a stack is deployed or destroyed. @default - nothing */
  readonly before?: (stack: SynthesizedStack) => Promise<void>;
  /** Asked after a stack could not be destroyed: whether the others are destroyed all the same. @default - they are not */
  readonly goOnWithout?: (stack: SynthesizedStack, error: unknown) => Promise<boolean>;
  /** Asked about what takes long, or failed, while Terraform waits. @default - nothing is */
  readonly askAws?: AskAws;
  /** Waits before a further attempt. @default - real time */
  readonly clock?: Clock;
}

/** What Terraform says when an expression needs a value that something made in part does not have. */
const MISSING_PART =
  /^(Invalid index|Unsupported attribute|Invalid function argument|Attempt to (get attribute from|index) null value)$/;

function isAboutMissingPart(error: unknown): boolean {
  const diagnostics = error instanceof TerraformError ? error.diagnostics : [];
  return diagnostics.length > 0 && diagnostics.every(({ summary }) => MISSING_PART.test(summary));
}

/** The synthesized stacks of an environment, to be deployed or destroyed as a whole. */
export class Deployment {
  private readonly terraform: Terraform;
  private readonly progress = new Progress();
  private readonly stacksWithoutCopy = new Set<string>();
  private readonly inquiries = new Map<string, Inquiry>();

  constructor(private readonly props: DeploymentProps) {
    this.terraform = new Terraform({
      logDirectory: props.logDirectory,
      onEvent: (stack, event) => {
        if (event.type === "apply_complete") this.keepStateOf(stack);
        this.progress.handle(stack, event);
        this.inquiryOf(stack)?.handle(event);
      },
      onRunning: (stack, command, seconds) => this.progress.running(stack, command, seconds),
    });
  }

  private inquiryOf(stack: SynthesizedStack): Inquiry | undefined {
    const { askAws } = this.props;
    const known = this.inquiries.get(stack.name);
    if (known || !askAws) return known;
    const inquiry = new Inquiry(askAws, (text) => this.progress.say(stack, text));
    this.inquiries.set(stack.name, inquiry);
    return inquiry;
  }

  /** A copy that cannot be made, as on a full disk, must not end what Terraform does. */
  private keepStateOf(stack: SynthesizedStack): void {
    try {
      const file = stateFileOf(stack);
      if (file !== undefined) keepState(file);
    } catch (error) {
      if (!this.stacksWithoutCopy.has(stack.name))
        this.progress.say(stack, `no copy of the state is kept: ${(error as Error).message}`);
      this.stacksWithoutCopy.add(stack.name);
    }
  }

  /** @returns how many resources were created, updated or destroyed */
  readonly deploy = (): Promise<number> => this.runAll("deploy");

  /** @returns how many resources were destroyed */
  readonly destroy = (): Promise<number> => this.runAll("destroy");

  /** @throws TerraformError */
  private async runAll(aim: "deploy" | "destroy"): Promise<number> {
    await runEngine(aim, this.props, async (stack) => {
      await this.props.before?.(stack);
      try {
        await this.run(stack, aim);
      } catch (error) {
        if (aim === "deploy" || !(await this.props.goOnWithout?.(stack, error))) throw error;
      }
    });
    return this.progress.changed;
  }

  /** Adopts what exists in AWS outside the states of all stacks, and changes nothing else. */
  async recover(): Promise<void> {
    await runEngine("deploy", this.props, (stack) =>
      this.retrying(stack, async () => {
        this.progress.begin(stack, "look");
        this.progress.say(stack, "looking for what is in no state");
        await this.begin(stack);
        const before = await this.planIfPossible(stack);
        if (!before) return;
        const plan = await this.adopted(stack, before);
        // Outputs of a run that was interrupted, which other stacks need, are written then.
        if (!plan.isEmpty) await this.refreshIfPossible(stack);
      }),
    );
  }

  /** Outputs of what is there in part only cannot be written: no other stack was begun that needs them. */
  private async refreshIfPossible(stack: SynthesizedStack): Promise<void> {
    try {
      await this.terraform.refresh(stack);
    } catch (error) {
      if (!isAboutMissingPart(error)) throw error;
      this.progress.say(stack, "some of it is there in part only: its outputs stay as they are");
    }
  }

  /**
   * Plans a destruction. Terraform evaluates the outputs before it, and does not get over what has no
   * value: a control plane that failed has no issuer. The state knows enough to destroy it.
   */
  private async planDestruction(stack: SynthesizedStack): Promise<Plan> {
    try {
      return await this.terraform.plan(stack, "destroy");
    } catch (error) {
      if (!isAboutMissingPart(error)) throw error;
      this.progress.say(stack, "some of it is there in part only: it is destroyed as the state knows it");
      return this.terraform.plan(stack, "destroy unseen");
    }
  }

  /** @returns undefined for a stack that needs outputs of one that is not complete: none of it was begun, or its state knows it */
  private async planIfPossible(stack: SynthesizedStack): Promise<Plan | undefined> {
    try {
      return await this.terraform.plan(stack, "apply");
    } catch (error) {
      const isIncomplete = error instanceof TerraformError && !isTransient(error.diagnostics);
      if (!isIncomplete || (stack.dependencies.length === 0 && !isAboutMissingPart(error))) throw error;
      this.progress.say(
        stack,
        stack.dependencies.length === 0
          ? "not searched for leftovers: some of it is there in part only"
          : `not searched for leftovers: it needs ${stack.dependencies.join(", ")}, not all of which is complete`,
      );
      return undefined;
    }
  }

  /** What was done to resources, in a word such as `created`. */
  get done(): string {
    return this.progress.done;
  }

  /** The outputs of stack `batch`. */
  async outputs(): Promise<Record<string, string>> {
    const batch = this.props.stacks.find(({ name }) => name === "batch");
    if (!batch) throw new CliError("There is no stack batch.");
    return this.terraform.outputs(batch);
  }

  private async apply(stack: SynthesizedStack, plan: Plan): Promise<void> {
    try {
      await this.terraform.apply(stack, plan);
    } finally {
      await this.inquiryOf(stack)?.end();
    }
  }

  private async run(stack: SynthesizedStack, aim: "deploy" | "destroy"): Promise<void> {
    this.progress.begin(stack, aim);
    this.progress.say(stack, `${aim}ing`);
    const started = Date.now();
    await this.retrying(stack, async (isResumed) => {
      await this.begin(stack);
      let plan = await (aim === "deploy" ? this.terraform.plan(stack, "apply") : this.planDestruction(stack));
      if (isResumed && aim === "deploy") plan = await this.adopted(stack, plan);
      if (aim === "deploy" && plan.changes.some(takesAway)) {
        const confirmed = await (this.props.confirm?.(stack, plan) ?? true);
        if (!confirmed)
          throw new CliError(`Stack ${stack.name} was left as it is: the plan was not confirmed.`);
        plan = await this.inStages(stack, plan);
      }
      if (!plan.isEmpty) await this.apply(stack, plan);
      if (aim === "deploy" && this.props.mustAdoptAgain?.(stack))
        await this.adopted(stack, await this.terraform.plan(stack, "apply"));
    });
    const seconds = Math.round((Date.now() - started) / 1000);
    const nothing = aim === "deploy" ? "nothing to change" : "nothing to destroy";
    const done = this.progress.changedIn(stack) === 0 ? nothing : "done";
    this.progress.say(stack, `${done}, ${seconds} s`);
  }

  /** Carries out what must not come at once with the rest. @returns the plan of the rest */
  private async inStages(stack: SynthesizedStack, plan: Plan): Promise<Plan> {
    if (!plan.changes.some(({ resource }) => isComputeEnvironment(resource.addr))) return plan;
    const stages = environmentStages(await this.terraform.show(stack, plan));
    if (stages.length === 0) return plan;
    this.progress.say(
      stack,
      `AWS Batch allows ${MAX_ENVIRONMENTS_OF_CLUSTER} environments of a cluster: ` +
        `the plan is carried out in ${stages.length + 1} steps`,
    );
    for (const targets of stages) {
      const stage = await this.terraform.plan(stack, "apply", targets);
      if (!stage.isEmpty) await this.terraform.apply(stack, stage);
    }
    return this.terraform.plan(stack, "apply");
  }

  private async begin(stack: SynthesizedStack): Promise<void> {
    const file = stateFileOf(stack);
    const mended = file === undefined ? undefined : mendState(file);
    if (mended) this.progress.say(stack, `the state ${mended}`);
    await this.props.clearLock?.(stack);
    await this.terraform.init(stack);
  }

  /** Adopts until a plan shows nothing more to adopt: what was found makes more of the next plan known. */
  private async adopted(stack: SynthesizedStack, plan: Plan): Promise<Plan> {
    const { adopt } = this.props;
    if (!adopt) return plan;
    for (let pass = 0; pass < MAX_ADOPTION_PASSES; pass += 1) {
      const found = await adopt(stack, await this.terraform.show(stack, plan), this.terraform);
      if (found === 0) break;
      plan = await this.terraform.plan(stack, "apply");
    }
    return plan;
  }

  /** Plans and applies anew after a failure that may pass by itself: Terraform resumes where it stopped. */
  private async retrying(
    stack: SynthesizedStack,
    attempt: (isResumed: boolean) => Promise<void>,
  ): Promise<void> {
    let isResumed = this.props.isResumed ?? false;
    await retry(() => attempt(isResumed), {
      mayRepeat: (error) =>
        !isToldToEnd() && error instanceof TerraformError && isTransient(error.diagnostics),
      pausesSeconds: RETRY_DELAYS_SECONDS,
      onPause: (error, seconds) => {
        const [first] = (error as TerraformError).diagnostics;
        this.progress.say(stack, `${first!.summary}\nThis may pass: again in ${seconds} s.`);
        isResumed = true;
      },
      clock: this.props.clock,
    });
  }
}
