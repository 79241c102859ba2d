import "./single-job.suite";
import "./array-and-nodes.suite";
import "./process.suite";
import "./why.suite";
import "./roles.suite";
import "./overview.suite";
import "./job-files.suite";
import "./retry.suite";
import { startEmulator, stopEmulator } from "./shared-emulator";

/*
 * The real commands against the whole emulator: most in this process with a faster clock, some as
 * processes of their own, through a pipe and on a terminal. In this order: the later suites count
 * on what the earlier ones leave.
 */

beforeAll(startEmulator);
afterAll(stopEmulator);
