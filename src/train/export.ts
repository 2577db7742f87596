import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CONFIG_FILE,
  encodeFloats,
  GENERATION_CONFIG_FILE,
  quantizeFloat8Row,
  type TensorData,
  writeCheckpoint,
} from "../formats/index.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import { renderGenerationConfig, renderModelConfig } from "./export-configs.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import type { Parameter, ParameterTable } from "./parameters.ts";

export interface ExportOptions {
  /** Folder to write; made when missing. */
  readonly folder: string;
  readonly config: TrainedModelConfig;
  readonly table: ParameterTable;
  /** [table.count] */
  readonly weights: Float32Array;
  readonly tokenizer: Tokenizer;
  /** tokenizer.json, tokenizer_config.json, chat_template.jinja: files copied under their own names. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

/** Writes a Hugging Face folder in the layout of Hermes-4-70B-FP8: float8 projections with channel scales, the rest bfloat16. */
export async function exportModel(options: ExportOptions): Promise<void> {
  const { folder, config, table, weights, tokenizer } = options;
  await mkdir(folder, { recursive: true });
  writeCheckpoint(
    folder,
    table.parameters.flatMap((parameter) => exportTensors(parameter, weights)),
  );
  await writeJson(join(folder, CONFIG_FILE), renderModelConfig(config, tokenizer));
  await writeJson(join(folder, GENERATION_CONFIG_FILE), renderGenerationConfig(tokenizer));
  // Not copyFile: a read-only source would make the copy unwritable for the next export.
  for (const { name, path } of options.files) await writeFile(join(folder, name), await readFile(path));
}

/** Float8 codes and a bfloat16 scale a row for a projection, bfloat16 for the rest. */
function exportTensors(parameter: Parameter, weights: Float32Array): TensorData[] {
  const { name, kind, rows, columns, offset } = parameter;
  const values = weights.slice(offset, offset + rows * columns);
  if (kind !== "projection") {
    const bytes = new Uint8Array(2 * values.length);
    encodeFloats("BF16", values, bytes);
    return [{ name, dtype: "BF16", shape: kind === "norm" ? [columns] : [rows, columns], chunks: () => [bytes] }];
  }
  const codes = new Uint8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * columns, (row + 1) * columns];
    scales[row] = quantizeFloat8Row(values.subarray(from, to), codes.subarray(from, to));
  }
  const scaleBytes = new Uint8Array(2 * rows);
  encodeFloats("BF16", scales, scaleBytes);
  return [
    { name, dtype: "F8_E4M3", shape: [rows, columns], chunks: () => [codes] },
    { name: `${name}_scale`, dtype: "BF16", shape: [rows, 1], chunks: () => [scaleBytes] },
  ];
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
