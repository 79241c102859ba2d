// Terraform and its provider run hundreds of times, each for seconds: memory is cheaper than the time that
// Go takes to collect it.
process.env.GOGC ??= "800";
// The same for jest's workers, which load thousands of modules for each test file.
process.execArgv.push("--max-semi-space-size=64");

// Other inputs every day; a failure names its seed.
process.env.PROPERTY_SEED ??= new Date().toISOString().slice(0, 10).replaceAll("-", "");
process.stderr.write(`Properties are checked with PROPERTY_SEED=${process.env.PROPERTY_SEED}.\n`);

/** Transpile only: types are checked once, by `npm run typecheck`. */
const transform = {
  "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
};

const withoutWarnings = "<rootDir>/src/operations/aws/without-sdk-warnings.ts";
const behindLives = "<rootDir>/__tests__/support/behind-lives.ts";

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/__tests__/${pattern}`),
  transform,
  setupFiles: [withoutWarnings],
  ...more,
});

/** Terraform, the AWS CLI and moto come into `.local/` where they are missing. */
const withPrograms = { globalSetup: "<rootDir>/__tests__/support/bring-programs.ts" };

/** @type {import("jest").Config} */
module.exports = {
  testSequencer: "<rootDir>/jest.sequencer.cjs",
  // Three times as many as there usually are cores: the end-to-end tests mostly wait.
  maxWorkers: 6,
  // Only a hang takes so long, on the busiest machine too: tests wait for conditions, and assert no times.
  testTimeout: 1_200_000,
  projects: [
    project("unit", ["**/*.test.ts"], {
      // Without Terraform: a machine need not have it, and hundreds of starts take their time.
      setupFiles: [
        withoutWarnings,
        behindLives,
        "<rootDir>/__tests__/support/terraform/without-terraform.ts",
      ],
      moduleNameMapper: {
        "/validate-terraform-version$": "<rootDir>/__tests__/support/terraform/validate-terraform-version.ts",
        "^archiver$": "<rootDir>/__tests__/support/no-archiver.ts",
      },
      // CDKTF reads these millions of times, and each look at a global variable of jest's takes long.
      sandboxInjectedGlobals: ["Array", "Object"],
      testPathIgnorePatterns: ["/node_modules/", "/__tests__/(e2e|proofs)/", "\\.integration\\.test\\.ts$"],
    }),
    // With the emulator, or parts of it, but without Terraform.
    project("integration", ["**/*.integration.test.ts"], {
      ...withPrograms,
      setupFiles: [withoutWarnings, behindLives],
    }),
    project("e2e", ["e2e/**/*.test.ts"], withPrograms),
    // Too long for every change; the others have a sample of each.
    project("proof", ["proofs/**/*.test.ts"], withPrograms),
  ],
};
