import { basename, resolve } from "node:path";
import { type ModelConfig, openCheckpoint, readModelConfig, readQuantizationConfig } from "../../src/formats/index.ts";
import { type GgufTensor, type GgufTensorType, writeGguf } from "./gguf-file.ts";
import type { GgufValue } from "./gguf-values.ts";
import { llamaTensors } from "./llama-tensors.ts";
import { vocabularyEntries } from "./vocabulary.ts";

export interface MakeGgufOptions {
  /** Model folder to read. */
  readonly folder: string;
  /** File to write. */
  readonly file: string;
  /** Form of the matrices. */
  readonly type: GgufTensorType;
  /** Files to spread the tensors over, numbered in front of `file`'s ending as llama.cpp does. Default 1: `file` itself. */
  readonly parts?: number;
}

type Entry = readonly [key: string, value: GgufValue];

/** The kind of file that most tensors make (llama_ftype). */
const fileTypes: Readonly<Record<GgufTensorType, number>> = { F32: 0, Q8_0: 7 };

/** Writes a model folder as GGUF for llama.cpp and gives the file to open. Memory: some megabytes, whatever the model. */
export function makeGguf({ folder, file, type, parts = 1 }: MakeGgufOptions): string {
  const config = readModelConfig(folder);
  const checkpoint = openCheckpoint(folder);
  try {
    const source = { checkpoint, quantization: readQuantizationConfig(folder), config };
    const metadata = [...modelEntries(basename(resolve(folder)), config, type), ...vocabularyEntries(folder, config)];
    return writeParts(file, parts, metadata, llamaTensors(source, type));
  } finally {
    checkpoint.dispose();
  }
}

/** The first file has all metadata, the others say only which part they are. */
function writeParts(file: string, parts: number, metadata: readonly Entry[], tensors: readonly GgufTensor[]): string {
  if (parts === 1) {
    writeGguf(file, metadata, tensors);
    return file;
  }
  const digits = (value: number) => String(value).padStart(5, "0");
  const names = Array.from(
    { length: parts },
    (_, part) => `${file.replace(/\.gguf$/, "")}-${digits(part + 1)}-of-${digits(parts)}.gguf`,
  );
  const each = Math.ceil(tensors.length / parts);
  for (const [part, name] of names.entries()) {
    const split: readonly Entry[] = [
      ["split.no", { type: "uint16", value: part }],
      ["split.count", { type: "uint16", value: parts }],
      ["split.tensors.count", { type: "int32", value: tensors.length }],
    ];
    const entries = part === 0 ? [...metadata, ...split] : split;
    writeGguf(name, entries, tensors.slice(part * each, (part + 1) * each));
  }
  return names[0]!;
}

function modelEntries(name: string, config: ModelConfig, type: GgufTensorType): readonly Entry[] {
  const whole = (key: string, value: number) => [key, { type: "uint32", value }] as const;
  const real = (key: string, value: number) => [key, { type: "float32", value }] as const;
  const text = (key: string, value: string) => [key, { type: "string", value }] as const;
  const family = config.modelType;
  return [
    text("general.architecture", family),
    text("general.name", name),
    whole("general.file_type", fileTypes[type]),
    whole("general.quantization_version", 2),
    whole(`${family}.vocab_size`, config.vocabularySize),
    whole(`${family}.block_count`, config.layers),
    whole(`${family}.context_length`, config.contextLength),
    whole(`${family}.embedding_length`, config.hiddenSize),
    whole(`${family}.feed_forward_length`, config.intermediateSize),
    whole(`${family}.attention.head_count`, config.heads),
    whole(`${family}.attention.head_count_kv`, config.kvHeads),
    whole(`${family}.attention.key_length`, config.headDim),
    whole(`${family}.attention.value_length`, config.headDim),
    real(`${family}.attention.layer_norm_rms_epsilon`, config.rmsNormEpsilon),
    real(`${family}.rope.freq_base`, config.ropeTheta),
    whole(`${family}.rope.dimension_count`, config.headDim),
  ];
}
