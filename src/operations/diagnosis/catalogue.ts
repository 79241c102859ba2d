import { filled, type Cause } from "./cause";
import { EKS_ISSUES } from "./causes/eks-issues";
import { INVALID_ENVIRONMENTS } from "./causes/environments";
import { EXIT_CODES, SIGNAL } from "./causes/exit-codes";
import { IMAGE_PULLS } from "./causes/images";
import { FAILED_INSTALLS } from "./causes/installs";
import { ENDED_JOBS } from "./causes/jobs";
import { STARTING_PODS } from "./causes/pods";
import { REFUSED_CALLS } from "./causes/refused-calls";
import { FAILED_REMOVALS } from "./causes/removals";
import { FAILED_RUNS } from "./causes/runs";
import { WAITING_JOBS } from "./causes/waiting";

/** The whole table, by what the causes are of. */
export const CATALOGUE: readonly { readonly title: string; readonly causes: readonly Cause[] }[] = [
  { title: "Jobs that ended", causes: ENDED_JOBS },
  { title: "Pods that do not start", causes: STARTING_PODS },
  { title: "Images that are not pulled", causes: IMAGE_PULLS },
  { title: "Exit codes without a reason", causes: [...Object.values(EXIT_CODES), SIGNAL] },
  { title: "What AWS refused a job", causes: REFUSED_CALLS },
  { title: "Jobs that wait", causes: WAITING_JOBS },
  { title: "Compute environments that are INVALID", causes: INVALID_ENVIRONMENTS },
  { title: "Runs of Terraform that failed", causes: FAILED_RUNS },
  { title: "Control planes, nodes and add-ons that ail", causes: EKS_ISSUES },
  { title: "Installations that failed", causes: FAILED_INSTALLS },
  { title: "Clean-ups that failed", causes: FAILED_REMOVALS },
];

/** The head of the page and a table for each part; `table` draws one. */
export function cataloguePage(
  table: (head: readonly string[], rows: readonly (readonly string[])[]) => string,
): string {
  const parts = CATALOGUE.map(
    ({ title, causes }) =>
      `## ${title}\n\n${table(["Cause", "How it looks", "What helps"], causes.map(row))}`,
  );
  return `# Causes

What \`npm run job -- why\`, the doctor and a failed installation know: each cause, a text that shows it, and what helps.
\`npm run docs\` writes this page from the table in \`src/operations/diagnosis/causes\`. A reason that AWS or Kubernetes
states decides before a pattern in a text, and a pattern before an exit code. What speaks against a cause is shown with it,
and makes it less certain.

${parts.join("\n\n")}
`;
}

function row({ id, means, help, looks, source }: Cause): string[] {
  return [`[${id}](${source}): ${cell(means)}`, code(looks), cell(filled(help))];
}

/** A text in Markdown; the table escapes bars. */
function cell(text: string): string {
  return text.replace(/[<>*_[\]]/g, (character) => `\\${character}`);
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}
