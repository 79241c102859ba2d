import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const WHY = "(the layers: docs/architecture.md)";
const INFRASTRUCTURE = ["model"];
const OPERATIONS = ["model", "operations/terminal"];
const OVER_RESOURCES = [
  ...OPERATIONS,
  ...["aws", "diagnosis", "terraform", "state", "resources"].map((room) => `operations/${room}`),
];

/** What each room of `src/` may import besides itself. */
const ROOMS = {
  model: [],
  constructs: INFRASTRUCTURE,
  stacks: [...INFRASTRUCTURE, "constructs"],
  "blueprint.ts": [...INFRASTRUCTURE, "stacks"],
  "operations/terminal": [],
  "operations/aws": OPERATIONS,
  "operations/diagnosis": OPERATIONS,
  "operations/terraform": [...OPERATIONS, "operations/diagnosis"],
  "operations/state": [...OPERATIONS, "operations/aws", "operations/diagnosis", "operations/terraform"],
  "operations/jobs": [...OPERATIONS, "operations/aws", "operations/diagnosis"],
  "operations/resources": [...OPERATIONS, "operations/aws"],
  "operations/adoption": OVER_RESOURCES,
  "operations/doctor": OVER_RESOURCES,
  "operations/removal": OVER_RESOURCES,
};

/** The walls between the rooms, as zones of `import-x/no-restricted-paths`. */
export const zones = [
  ...Object.entries(ROOMS).map(([room, allowed]) => ({
    target: `./src/${room}`,
    from: "./src",
    except: [room, ...allowed].map((permitted) => `./${permitted}`),
    message: `${room} may import ${allowed.length === 0 ? "nothing else of the project" : `only ${allowed.join(", ")}`} ${WHY}.`,
  })),
  {
    target: "./src",
    from: ".",
    except: ["./src", "./node_modules"],
    message: `src may import nothing of the rest of the project ${WHY}.`,
  },
  {
    target: "./local",
    from: ".",
    except: ["./local", "./src/model", "./node_modules"],
    message: `local may import only src/model ${WHY}.`,
  },
  { target: "./tools", from: "./__tests__", message: `tools may not import tests ${WHY}.` },
];

const PROVIDER_ROOTS = ["aws", "kubernetes", "helm"].map((provider) => ({
  name: `@cdktf/provider-${provider}`,
  // The root loads every resource of the provider: seconds and a gigabyte at each synth.
  message: `Import the binding by its path, such as @cdktf/provider-${provider}/lib/provider.`,
}));
const CDKTF = {
  group: ["cdktf", "cdktf/*", "@cdktf/provider-*"],
  message: `Within src, only constructs, stacks and blueprint.ts may import cdktf ${WHY}.`,
};
const AWS_SDK = {
  group: ["@aws-sdk/*", "@smithy/*"],
  message: `Within src, only operations may import the AWS SDK ${WHY}.`,
};
const CDKTF_ENGINE = {
  group: ["@cdktf/cli-core", "@cdktf/cli-core/*", "cdktf-cli", "cdktf-cli/*"],
  message: `Only operations/terraform may import CDKTF's engine ${WHY}.`,
};

function packages(files, ...patterns) {
  return { files, rules: { "no-restricted-imports": ["error", { paths: PROVIDER_ROOTS, patterns }] } };
}

/** Which packages each room may not import. */
export const packageWalls = [
  packages(["**/*.ts"]),
  packages(["src/constructs/**/*.ts", "src/stacks/**/*.ts", "src/blueprint.ts"], AWS_SDK, CDKTF_ENGINE),
  packages(["src/model/**/*.ts", "src/cli/**/*.ts"], CDKTF, AWS_SDK, CDKTF_ENGINE),
  packages(["src/operations/**/*.ts"], CDKTF, CDKTF_ENGINE),
  packages(["src/operations/terraform/**/*.ts"], CDKTF),
];

const importsOf = new Map();

/** @returns the folders that the files of a folder import from */
function foldersImportedBy(folder) {
  if (!importsOf.has(folder)) {
    const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    const texts = files.map((name) => readFileSync(join(folder, name), "utf8"));
    const paths = texts.flatMap((text) => [...text.matchAll(/\bfrom "(\.[^"]*)"/g)].map(([, path]) => path));
    importsOf.set(folder, new Set(paths.map((path) => dirname(join(folder, path)))));
  }
  return importsOf.get(folder);
}

function isWithin(folder, other) {
  return !relative(other, folder).startsWith("..");
}

/** Two folders that import each other are one: neither can be read, tested or moved without the other. */
export const noTwoWayFolders = {
  meta: { type: "problem", schema: [] },
  create: (context) => ({
    ImportDeclaration(node) {
      const folder = dirname(context.filename);
      const path = node.source.value;
      if (!path.startsWith(".")) return;
      const other = dirname(join(folder, path));
      if (isWithin(folder, other) || isWithin(other, folder) || !foldersImportedBy(other).has(folder)) return;
      const [here, there] = [folder, other].map((name) => relative(context.cwd, name));
      context.report({
        node,
        message: `${here} and ${there} import each other; only one of them may ${WHY}.`,
      });
    },
  }),
};
