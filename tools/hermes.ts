/** The command line of a checkout. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { keepCompiledCode } from "../bin/compile-cache.js";
import { builtPage, webIsStale } from "./launch/web.js";

keepCompiledCode();
// Imported afterwards, so that its code is kept too.
const { runCli } = await import("../src/cli/main.ts");

const root = fileURLToPath(new URL("../", import.meta.url));

/** Builds the chat page where it is missing or old; only what serves it waits for that. */
async function preparePage(): Promise<string | null> {
  if (webIsStale(root)) {
    process.stderr.write("building the chat page …\n");
    // Standard output belongs to the command.
    const { status } = spawnSync(process.execPath, [`${root}tools/build-web.ts`], {
      cwd: root,
      stdio: ["ignore", 2, 2],
    });
    if (status !== 0) process.stderr.write("the chat page could not be built; serving without it\n");
  }
  return webIsStale(root) ? null : root + builtPage;
}

process.exitCode = await runCli(process.argv.slice(2), undefined, { preparePage });
