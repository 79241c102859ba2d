import type { Cause } from "../cause";

const POD_LIFECYCLE = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states";
const EXIT_STATUS = "https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html";

/** What an exit code alone may mean. None of them outranks a reason that is stated. */
export const EXIT_CODES: Readonly<Record<number, Cause>> = {
  126: {
    id: "command-not-executable",
    means: "The command exists and cannot be executed",
    help: "The command does not exist in the image, or cannot be executed: check it, its permissions (chmod +x) and the image.",
    looks: "exit code 126",
    signs: [],
    source: EXIT_STATUS,
  },
  127: {
    id: "command-not-found",
    means: "The command was not found",
    help: "The command does not exist in the image, or cannot be executed: check it and the image.",
    looks: "exit code 127",
    signs: [],
    source: EXIT_STATUS,
  },
  134: {
    id: "aborted",
    means: "The program ended itself (SIGABRT), as after a failed assertion",
    help: "Look for its last lines: {logs|npm run job -- logs ID}.",
    looks: "exit code 134",
    signs: [],
    source: POD_LIFECYCLE,
  },
  137: {
    id: "killed",
    means:
      "The container was killed (SIGKILL): by memory, by whoever stopped it, or with its node; nothing states which",
    help:
      "If it was memory, a larger --memory helps; {events|kubectl get events} and the node's state tell, " +
      "as long as they exist; {logs|npm run job -- logs ID} shows what it printed before.",
    looks: "exit code 137",
    signs: [],
    source: POD_LIFECYCLE,
  },
  139: {
    id: "segmentation-fault",
    means: "The program accessed memory that is not its own (SIGSEGV)",
    help: "It is a fault of the program or of a library of the image: {logs|npm run job -- logs ID}, then run it in the image on your machine.",
    looks: "exit code 139",
    signs: [],
    source: POD_LIFECYCLE,
  },
  143: {
    id: "terminated",
    means:
      "The container was asked to end (SIGTERM): its pod was deleted, its node drained, or the program sent it",
    help: "Let it be tried again with --retries 3; {events|kubectl get events} tells who deleted the pod, for an hour.",
    looks: "exit code 143",
    signs: [],
    source: POD_LIFECYCLE,
  },
};

/** Codes above 128 that have no row of their own. */
export const SIGNAL: Cause = {
  id: "signal",
  means: "The program was ended by a signal",
  help: "128 and the signal's number make the code, so the signal is {signal|its difference to 128}; kill -l names it. {logs|npm run job -- logs ID} shows what it printed before.",
  looks: "exit code 135",
  signs: [],
  source: EXIT_STATUS,
};
