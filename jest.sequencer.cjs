const Sequencer = require("@jest/test-sequencer").default;

/** Begins with the end-to-end tests: they mostly wait, and the others fit into that time. */
module.exports = class extends Sequencer {
  sort(tests) {
    const isEndToEnd = ({ path }) => path.includes("/e2e/");
    return [...super.sort(tests)].sort((one, other) => Number(isEndToEnd(other)) - Number(isEndToEnd(one)));
  }
};
