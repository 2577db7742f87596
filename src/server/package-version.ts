import { readFileSync } from "node:fs";

/** The version of this package; its package.json lies two folders up in the sources and in what is published. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
