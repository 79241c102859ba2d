import type { AwsModel } from "./aws-model";
import type { Exchange } from "./recording-proxy";

/** The emulator's answers of a test run, held against AWS's model. */
export class Conformance {
  constructor(
    private readonly model: AwsModel,
    private readonly exchanges: readonly Exchange[],
  ) {}

  /** What AWS would not have answered, each once. */
  problems(): string[] {
    const found = this.exchanges.flatMap((exchange) => {
      const action = this.model.actionAt(exchange.method, exchange.path);
      return action === undefined ? [] : this.model.problems(action, exchange);
    });
    // Lists have the same problem in every element.
    return [...new Set(found.map((problem) => problem.replace(/\[\d+\]/g, "[]")))];
  }

  /** How an action was answered, each once: `success`, or the code of an error. */
  answersOf(action: string): string[] {
    const answers = this.exchanges
      .filter(({ method, path }) => this.model.actionAt(method, path) === action)
      .map(({ status, headers }) => (status < 300 ? "success" : String(headers["x-amzn-errortype"])));
    return [...new Set(answers)];
  }

  /** @throws Error with all problems */
  assert(): void {
    const problems = this.problems();
    if (problems.length > 0) throw new Error(`The emulator is not like AWS:\n${problems.join("\n")}`);
  }
}
