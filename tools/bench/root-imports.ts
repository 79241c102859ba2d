import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const COPIED = ["main.ts", "src", "tsconfig.json", "package.json"];

/** Copies the app, with every binding imported from the root of its provider's package, as is common. */
export function copyWithRootImports(project: string, directory: string): void {
  for (const name of COPIED) cpSync(join(project, name), join(directory, name), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(directory, "node_modules"));
  for (const name of readdirSync(join(directory, "src"), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const file = join(directory, "src", name);
    writeFileSync(file, withRootImports(readFileSync(file, "utf8")));
  }
}

/** Replaces imports of bindings by their path: `import * as aws`, and an alias for each name. */
export function withRootImports(source: string): string {
  const providers = new Set<string>();
  return source.replace(
    /import (?:type )?\{ ([^}]+) \} from "@cdktf\/provider-(\w+)\/lib\/([\w-]+)";/g,
    (_, names: string, provider: string, path: string) => {
      const isFirst = !providers.has(provider);
      providers.add(provider);
      const namespace = path.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
      const aliases = names.split(",").map((name) => {
        const [exported = "", local = exported] = name
          .replace(/\btype /, "")
          .trim()
          .split(" as ");
        return `import ${local} = ${provider}.${namespace}.${exported};`;
      });
      return [
        ...(isFirst ? [`import * as ${provider} from "@cdktf/provider-${provider}";`] : []),
        ...aliases,
      ].join("\n");
    },
  );
}
