import eslint from "@eslint/js";
import prettier from "eslint-config-prettier";
import * as importX from "eslint-plugin-import-x";
import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";
import { noTwoWayFolders, packageWalls, zones } from "./eslint.walls.mjs";

const PROPERTY_OF_PROPS =
  "ExportNamedDeclaration > TSInterfaceDeclaration[id.name=/Props$/] > TSInterfaceBody > TSPropertySignature";

export default tseslint.config(
  { ignores: ["cdktf.out/", "coverage/", ".local/", "state/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A construct adds itself to its scope: `new Thing(this, "id")` is used for its effect.
      "no-new": "off",
    },
  },
  {
    files: ["**/*.ts"],
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [importX.createNodeResolver({ extensions: [".ts", ".js"] })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones }],
    },
  },
  {
    files: ["src/**/*.ts", "local/**/*.ts", "tools/**/*.ts"],
    plugins: { walls: { rules: { "no-two-way-folders": noTwoWayFolders } } },
    rules: { "walls/no-two-way-folders": "error" },
  },
  ...packageWalls,
  {
    // On a terminal every text is made harmless and broken into its columns: operations/terminal/output does that.
    files: ["src/**/*.ts"],
    rules: { "no-console": "error" },
  },
  {
    // Whoever uses a construct reads its documentation, not its source.
    files: ["src/constructs/**/*.ts", "src/stacks/**/*.ts"],
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          require: { ClassDeclaration: false, FunctionDeclaration: false },
          contexts: [
            "ExportNamedDeclaration > ClassDeclaration",
            "ExportNamedDeclaration > FunctionDeclaration",
            "ExportNamedDeclaration > TSInterfaceDeclaration:not([id.name=/Props$/])",
            PROPERTY_OF_PROPS,
          ],
          // Documented where they are, not by a comment to be filled in.
          enableFixer: false,
        },
      ],
      "jsdoc/no-restricted-syntax": [
        "error",
        {
          contexts: [
            {
              context: "TSPropertySignature[optional=true]",
              comment: 'JsdocBlock[description!=/@default/]:not(:has(JsdocTag[tag="default"]))',
              message: "Say with @default what an optional property is when it is left out.",
            },
            {
              context: "ClassDeclaration[superClass.name=Construct]",
              comment: 'JsdocBlock:not(:has(JsdocTag[tag="see"]))',
              message: "Name with @see the page of AWS or Kubernetes that explains what the construct makes.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      globals: { module: "writable", process: "readonly", require: "readonly", __dirname: "readonly" },
    },
  },
  prettier,
);
