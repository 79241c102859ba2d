import { Construct } from "constructs";
import type { ExampleJobNames } from "../../model/example-jobs";
import { JobDefinition } from "./job-definition";
import { MultiNodeJobDefinition } from "./multi-node-job-definition";
import type { PodProps } from "./pod";

export interface ExampleJobDefinitionsProps {
  /** Names of the definitions; undefined for those that are not wanted. */
  readonly names: ExampleJobNames;
}

const IMAGE = "public.ecr.aws/amazonlinux/amazonlinux:2023";
const SIZE = { cpu: "1", memoryMiB: 1024 };

/** Tasks 0 to `$1` - 1; child N of an array does the `$1` tasks that follow those of child N - 1. */
const PACKED_TASKS = `
first=$((\${AWS_BATCH_JOB_ARRAY_INDEX:-0} * $1))
task=$first
while [ "$task" -lt "$((first + $1))" ]; do
  echo "task $task"
  sleep 1
  task=$((task + 1))
done
echo "$1 tasks done"`.trim();

/** Takes the argument that has the number of the child; there may be more children than arguments. */
const ARRAY_CHILD = `
shift "$((\${AWS_BATCH_JOB_ARRAY_INDEX:-0} % $#))"
echo "child \${AWS_BATCH_JOB_ARRAY_INDEX:-0} works on $1"`.trim();

/** The nodes' security group lets nodes reach each other on unprivileged ports. */
const MEETING_PORT = 29500;

/** The main node waits for all others: when it ends, so does the job. */
const MAIN_NODE = `
import os, socket
others = int(os.environ["AWS_BATCH_JOB_NUM_NODES"]) - 1
with socket.create_server(("", ${MEETING_PORT})) as server:
    server.settimeout(600)
    for _ in range(others):
        with server.accept()[0] as other, other.makefile() as lines:
            print(lines.readline().strip(), flush=True)
print("all", others + 1, "nodes have met")`.trim();

const WORKER_NODE = `
import os, socket, time
main = os.environ["AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"]
deadline = time.monotonic() + 600
while True:
    try:
        with socket.create_connection((main, ${MEETING_PORT}), timeout=10) as server:
            server.sendall(f"node {os.environ['AWS_BATCH_JOB_NODE_INDEX']} is here\\n".encode())
        break
    except OSError:
        if time.monotonic() > deadline:
            raise
        time.sleep(1)
print("met the main node at", main)`.trim();

/**
 * Patterns of work beyond one container that does one thing, each as a job definition to start from.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_definitions.html
 */
export class ExampleJobDefinitions extends Construct {
  constructor(scope: Construct, id: string, { names }: ExampleJobDefinitionsProps) {
    super(scope, id);
    const { packed, array, multiNode, gpu } = names;
    // To place a pod takes longer than many a task: one job does many of them.
    if (packed) {
      new JobDefinition(this, "packed", {
        name: packed,
        ...pod("application-packed", ["/bin/sh", "-c", PACKED_TASKS, "packed", "Ref::tasks"]),
        network: "pod",
        parameters: { tasks: "10" },
      });
    }
    // One submission for up to 10,000 jobs that differ in their number alone.
    if (array) {
      const inputs = ["north", "east", "south", "west"];
      new JobDefinition(this, "array", {
        name: array,
        ...pod("application-array", ["/bin/sh", "-c", ARRAY_CHILD, "array", ...inputs]),
        network: "pod",
      });
    }
    // What does not fit on one instance, and must run at the same time.
    if (multiNode) {
      new MultiNodeJobDefinition(this, "multi-node", {
        name: multiNode,
        nodeCount: 2,
        // Of one name, so that a submission can override both.
        mainPod: pod("application-multinode", ["python3", "-c", MAIN_NODE]),
        workerPod: pod("application-multinode", ["python3", "-c", WORKER_NODE]),
      });
    }
    // The container runtime of NVIDIA's image puts nvidia-smi into any container with a GPU.
    if (gpu) {
      const container = pod("application-gpu", ["nvidia-smi"]);
      new JobDefinition(this, "gpu", { name: gpu, ...container, network: "pod", gpus: 1 });
    }
  }
}

function pod(containerName: string, command: readonly string[]): PodProps {
  return { containerName, image: IMAGE, command, ...SIZE };
}
