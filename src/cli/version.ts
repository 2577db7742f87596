import { readFileSync } from "node:fs";

/** Version of this package, for example "0.1.0". */
export function readVersion(): string {
  // Two folders up both from the sources and from the built files.
  const path = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
