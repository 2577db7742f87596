import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureCheckpoint } from "./checkpoints.ts";

/** One model in one form of arithmetic. */
export interface BenchCase {
  readonly name: string;
  readonly folder: string;
  readonly compute: "exact" | "fast";
}

const root = fileURLToPath(new URL("..", import.meta.url));
const nanoFolder = join(root, "models/nano");

/** What there is to measure; the 100 M shape is made on the first run (some 125 MB under build/). */
export function listCases(): { readonly cases: BenchCase[]; readonly skipped: string[] } {
  const modes = ["exact", "fast"] as const;
  const hasNano = existsSync(join(nanoFolder, "config.json"));
  const folders = [
    ...(hasNano ? [["nano", nanoFolder] as const] : []),
    ["100M shape", ensureCheckpoint("100m")] as const,
  ];
  return {
    cases: folders.flatMap(([name, folder]) => modes.map((compute) => ({ name, folder, compute }))),
    skipped: hasNano ? [] : ["nano: models/nano is not there; make it with `npm run nano:train`"],
  };
}
