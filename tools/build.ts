/**
 * `npm run build`: src/ -> dist/ as JavaScript with declarations, the WASM kernels and the report's page beside the modules that
 * load them, the built chat page as dist/web.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { builtPage } from "./launch/web.js";
import { runTool } from "./run-tool.ts";

rmSync("dist", { recursive: true, force: true });
const { status } = await runTool("tsc", ["-p", "tsconfig.build.json"]);
if (status !== 0) process.exit(status);
const copied = /\.wasm$|^evaluate[\\/]report[\\/]page[\\/].*\.(?:js|css)$/;
for (const name of readdirSync("src", { recursive: true, encoding: "utf8" })) {
  if (!copied.test(name)) continue;
  mkdirSync(dirname(join("dist", name)), { recursive: true });
  copyFileSync(join("src", name), join("dist", name));
}

await import("./build-web.ts");
cpSync(builtPage, "dist/web", { recursive: true });
