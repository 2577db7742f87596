import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** undici takes 80 ms to load; whoever never connects, such as a program with a model of its own, must not wait for it. */
export function loadUndici(): typeof import("undici") {
  return require("undici") as typeof import("undici");
}
