import { describeEnd, describeSideBySide, WHOLE } from "../support/lives/two-environments.suite";

/*
 * Environments side by side in one account: whatever becomes of one, its runs change nothing of the
 * other. What is the other's, and what was changed, is what the emulator tells. The tests build on each
 * other in order.
 */

describeSideBySide(WHOLE);
describeEnd();
