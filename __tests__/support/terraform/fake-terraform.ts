import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../../../src/operations/terraform/synthesized-stacks";
import type { TerraformEvent } from "../../../src/operations/terraform/events/terraform-events";

/** Prints what lies ready for its first argument, and fails as often as lies ready. */
const PROGRAM = `#!/bin/sh
echo "$(basename "$PWD") $*" >> ../calls
[ ! -f "$1.out" ] || cat "$1.out"
failures=$(cat "$1.failures" 2>/dev/null || echo 0)
if [ "$failures" -eq 0 ]; then
  exit "$(cat "$1.status" 2>/dev/null || echo 0)"
fi
echo $((failures - 1)) > "$1.failures"
cat "$1.failure"
exit 1
`;

/** Stands in for Terraform: a program that writes down how it is called and says what it is told to say. */
export class FakeTerraform {
  constructor(private readonly directory: string) {
    const program = join(directory, "fake-terraform");
    writeFileSync(program, PROGRAM, { mode: 0o755 });
    process.env.TERRAFORM_BINARY_NAME = program;
  }

  stack(name: string, ...dependencies: string[]): SynthesizedStack {
    const directory = join(this.directory, name);
    mkdirSync(directory, { recursive: true });
    const backend = { local: { path: `../${name}.tfstate` } };
    writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
    return { name, directory, dependencies };
  }

  /** Lets a command of a stack print lines; events as JSON. */
  prints(stack: SynthesizedStack, command: string, ...lines: readonly (string | TerraformEvent)[]): void {
    writeFileSync(join(stack.directory, `${command}.out`), lines.map(asLine).join(""));
  }

  /** Lets the plans of a stack have something to apply: these changes, or only an output. */
  plans(stack: SynthesizedStack, ...changes: readonly TerraformEvent[]): void {
    this.prints(stack, "plan", ...changes);
    writeFileSync(join(stack.directory, "plan.status"), "2");
  }

  /** Lets the plans of a stack have nothing to apply. */
  keeps(stack: SynthesizedStack): void {
    this.prints(stack, "plan");
    writeFileSync(join(stack.directory, "plan.status"), "0");
  }

  /** Lets a command of a stack fail the next times, after these further lines. */
  fails(
    stack: SynthesizedStack,
    command: string,
    times: number,
    ...lines: readonly (string | TerraformEvent)[]
  ): void {
    writeFileSync(join(stack.directory, `${command}.failures`), String(times));
    writeFileSync(join(stack.directory, `${command}.failure`), lines.map(asLine).join(""));
  }

  /** How it was called: the stack, then the arguments. */
  calls(): string[] {
    const file = join(this.directory, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }

  /** The commands that were run, without their flags. */
  commands(): string[] {
    return this.calls().map((call) => call.split(" ").slice(0, 2).join(" "));
  }
}

function asLine(line: string | TerraformEvent): string {
  // Terraform's events begin so.
  return `${typeof line === "string" ? line : JSON.stringify({ "@level": "info", ...line })}\n`;
}
