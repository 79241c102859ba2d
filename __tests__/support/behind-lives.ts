import { setPriority } from "node:os";

// The lives of the end-to-end tests mostly wait, and end last: what computes meanwhile takes the rest. So do the programs that a test starts.
setPriority(10);
