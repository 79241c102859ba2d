import parser from "@typescript-eslint/parser";
import * as importX from "eslint-plugin-import-x";
import jsdoc from "eslint-plugin-jsdoc";
import { noTwoWayFolders, packageWalls, zones } from "./eslint.walls.mjs";

const PROPERTY_OF_PROPS =
  "ExportNamedDeclaration > TSInterfaceDeclaration[id.name=/Props$/] > TSInterfaceBody > TSPropertySignature";

// The rules of this project alone. All others are oxlint's: .oxlintrc.json.
export default [
  { ignores: ["cdktf.out/", "coverage/", ".local/", "state/"] },
  {
    files: ["**/*.ts"],
    languageOptions: { parser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
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
    // oxlint has no such rule, and the compiler takes it in these files.
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs" },
    rules: { "no-dupe-args": "error" },
  },
];
