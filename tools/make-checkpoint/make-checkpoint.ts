import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONFIG_FILE, GENERATION_CONFIG_FILE, writeCheckpoint } from "../../src/formats/index.ts";
import { renderConfig, renderGenerationConfig } from "./config-files.ts";
import { layoutOf, type WeightLayoutName } from "./layouts.ts";
import { llamaTensors } from "./llama-tensors.ts";
import { type CheckpointShape, type ShapeName, shapes } from "./shapes.ts";

export interface MakeCheckpointOptions {
  /** Folder to write into; made when missing. */
  readonly folder: string;
  readonly shape: ShapeName;
  /** Fields that differ from the shape. */
  readonly overrides?: Partial<CheckpointShape>;
  /** Default 1. */
  readonly seed?: number;
  /** Default "fp8-channel". */
  readonly layout?: WeightLayoutName;
  /** Default 1. */
  readonly shards?: number;
}

/**
 * Writes a seeded checkpoint folder without tokenizer and returns its shape. The same options give the same
 * bytes. Memory: about a megabyte, whatever the shape.
 */
export function makeCheckpoint(options: MakeCheckpointOptions): CheckpointShape {
  const { folder, seed = 1, layout = "fp8-channel", shards = 1 } = options;
  const shape: CheckpointShape = { ...shapes[options.shape], ...options.overrides };
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, CONFIG_FILE), renderConfig(shape, layout));
  writeJson(join(folder, GENERATION_CONFIG_FILE), renderGenerationConfig(shape));
  for (const [name, value] of Object.entries(layoutOf(layout).files ?? {})) writeJson(join(folder, name), value);
  writeCheckpoint(folder, llamaTensors(shape, layout, seed), { shards });
  return shape;
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
