import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Start scripts of the development tools, below node_modules/. */
const scripts = {
  tsc: "typescript/bin/tsc",
  biome: "@biomejs/biome/bin/biome",
  vitest: "vitest/vitest.mjs",
} as const;

export type ToolName = keyof typeof scripts;

/** Runs a development tool in this very Node, its output going to ours. */
export async function runTool(name: ToolName, toolArguments: readonly string[]): Promise<{ status: number }> {
  return runScript(`${root}node_modules/${scripts[name]}`, toolArguments);
}

/** Runs a script of this checkout in this very Node, in the root of the checkout. */
export async function runScript(script: string, scriptArguments: readonly string[]): Promise<{ status: number }> {
  const child = spawn(process.execPath, [script, ...scriptArguments], { cwd: root, stdio: "inherit" });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on("error", reject);
  child.on("exit", (code) => resolve(code ?? 1));
  return { status: await promise };
}
