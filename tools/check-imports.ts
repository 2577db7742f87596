/** Checks the import table and the bans of ARCHITECTURE.md over src/. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findViolations } from "./imports/find-violations.ts";

/** Prints every violation; false when there is one. Runs in the root of the checkout. */
export function checkImports(): boolean {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".as.ts"))
    .map((name) => ({ path: `src/${name}`, text: readFileSync(join("src", name), "utf8") }));
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync("package.json", "utf8"));
  const violations = findViolations(sources, new Set(Object.keys({ ...dependencies, ...peerDependencies })));
  for (const violation of violations) process.stderr.write(`${violation}\n`);
  process.stdout.write(`${sources.length} files, ${violations.length} violations\n`);
  return violations.length === 0;
}
