import { prepareCheckout } from "../tools/launch/prepare.js";

/** Vitest runs this once before all test files: tests load the WASM kernels, so they must stand. */
export async function setup(): Promise<void> {
  await prepareCheckout();
}
