import { setPriority } from "node:os";

/*
 * The lives of the end-to-end tests mostly wait, and end last: what computes meanwhile takes what they leave. The programs
 * that a test starts inherit it.
 */
setPriority(10);
