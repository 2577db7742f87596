import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCheckpoint } from "../tools/make-checkpoint/make-checkpoint.ts";

/** One model in one form of arithmetic. */
export interface BenchCase {
  readonly name: string;
  readonly folder: string;
  readonly compute: "exact" | "fast";
}

const root = fileURLToPath(new URL("..", import.meta.url));
const nanoFolder = join(root, "models/nano");
const hundredFolder = join(root, "build/bench/100m");

/** What there is to measure; the 100 M shape is made on the first run (some 125 MB under build/). */
export function listCases(): { readonly cases: BenchCase[]; readonly skipped: string[] } {
  const modes = ["exact", "fast"] as const;
  const hasNano = existsSync(join(nanoFolder, "config.json"));
  const folders = [...(hasNano ? [["nano", nanoFolder] as const] : []), ["100M shape", makeHundred()] as const];
  return {
    cases: folders.flatMap(([name, folder]) => modes.map((compute) => ({ name, folder, compute }))),
    skipped: hasNano ? [] : ["nano: models/nano is not there; make it with `npm run nano:train`"],
  };
}

function makeHundred(): string {
  // config.json is written first, so its presence does not prove that the weights are whole.
  const complete = join(hundredFolder, "complete");
  if (!existsSync(complete)) {
    process.stdout.write("making the 100 M shape …\n");
    makeCheckpoint({ folder: hundredFolder, shape: "100m", seed: 1 });
    writeFileSync(complete, "");
  }
  return hundredFolder;
}
