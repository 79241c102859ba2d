const Sequencer = require("@jest/test-sequencer").default;

/** What takes longest begins first: such tests mostly wait, and the others fit into that time. */
const LONGEST_FIRST = [
  "e2e/rehearsal",
  "e2e/faults",
  "e2e/update",
  "e2e/interruptions",
  "operations/jobs/emulator",
  "e2e/scripts",
  "local/main.integration",
  "properties/accepted-variables",
  "e2e/",
];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST_FIRST.findIndex((part) => path.includes(`/__tests__/${part}`));
      return index === -1 ? LONGEST_FIRST.length : index;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
