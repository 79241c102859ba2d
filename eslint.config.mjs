import eslint from "@eslint/js";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["cdktf.out/", "coverage/", ".local/", "state/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The root of a provider package loads every resource of it: seconds and a gigabyte at each synth.
      "no-restricted-imports": [
        "error",
        {
          paths: ["aws", "kubernetes", "helm"].map((provider) => ({
            name: `@cdktf/provider-${provider}`,
            message: `Import the binding by its path, such as @cdktf/provider-${provider}/lib/provider.`,
          })),
        },
      ],
      // A construct adds itself to its scope: `new Thing(this, "id")` is used for its effect.
      "no-new": "off",
    },
  },
  {
    files: ["src/**/*.ts", "main.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: ["aws", "kubernetes", "helm"].map((provider) => ({
            name: `@cdktf/provider-${provider}`,
            message: `Import the binding by its path, such as @cdktf/provider-${provider}/lib/provider.`,
          })),
          patterns: [
            { group: ["**/local/*"], message: "src/ does not know whether it talks to the emulator." },
          ],
        },
      ],
    },
  },
  { files: ["**/*.cjs"], languageOptions: { globals: { module: "writable", require: "readonly" } } },
  prettier,
);
