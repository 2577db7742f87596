import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCheckpoint } from "../tools/make-checkpoint/make-checkpoint.ts";
import type { ShapeName } from "../tools/make-checkpoint/shapes.ts";

/** The folder of a seeded checkpoint under build/, made at the first call. */
export function ensureCheckpoint(shape: ShapeName): string {
  const folder = fileURLToPath(new URL(`../build/bench/${shape}`, import.meta.url));
  // config.json is written first, so its presence does not prove that the weights are whole.
  const complete = join(folder, "complete");
  if (!existsSync(complete)) {
    process.stdout.write(`making the ${shape} shape …\n`);
    makeCheckpoint({ folder, shape, seed: 1, shards: 2 });
    writeFileSync(complete, "");
  }
  return folder;
}
