import type { SynthesizedApp } from "../support/synthesize";
import type { Block, SynthesizedStack } from "../support/synthesized-stack";

/** Something of a stack that breaks a rule. */
export interface Violation {
  /** Path of the construct, or what else it is about. */
  readonly at: string;
  readonly problem: string;
}

/** What must hold in every stack, whatever the variables. */
export interface Rule {
  /** As a sentence. */
  readonly name: string;
  readonly check: (stack: SynthesizedStack) => readonly Violation[];
  /** What it must find: without them, a rule that looks at nothing would pass. */
  readonly badExamples: readonly BadExample[];
}

export interface BadExample {
  readonly title: string;
  readonly spoil: Spoil;
}

/** Makes a stack of the app that breaks a rule. */
export type Spoil = (app: SynthesizedApp) => SynthesizedStack;

/** What is wrong with one block, a sentence each. */
type BlockCheck = (block: Block, stack: SynthesizedStack) => readonly string[];

/** Looks at each block of some types of Terraform by itself. */
export function forEach(blockTypes: readonly string[], check: BlockCheck): Rule["check"] {
  return (stack) => blockTypes.flatMap((type) => stack.resources(type)).flatMap(violationsIn(check, stack));
}

/** Looks at each block of all types. */
export function forAll(check: BlockCheck): Rule["check"] {
  return (stack) =>
    stack
      .resourceTypes()
      .flatMap((type) => stack.resources(type))
      .flatMap(violationsIn(check, stack));
}

function violationsIn(check: BlockCheck, stack: SynthesizedStack): (block: Block) => Violation[] {
  return (block) => check(block, stack).map((problem) => ({ at: block.constructPath, problem }));
}

/** A single value or a list, as Terraform takes either, as a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** The nested blocks under a name. */
export function blocksIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return listOf(value) as readonly Readonly<Record<string, unknown>>[];
}
