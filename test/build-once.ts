import { fileURLToPath } from "node:url";
import { prepareCheckout } from "../tools/launch/prepare.js";
import { webIsStale } from "../tools/launch/web.js";
import { runScript } from "../tools/run-tool.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Vitest runs this once before all test files: tests load the WASM kernels and open the page, so they must stand. */
export async function setup(): Promise<void> {
  await prepareCheckout();
  if (webIsStale(root)) await runScript(`${root}tools/build-web.ts`, []);
}
