import {
  type Checkpoint,
  decodeFloats,
  describeWeight,
  dtypeByteLength,
  type ModelConfig,
  type QuantizationConfig,
  readFloats,
  type WeightTensor,
} from "../../src/formats/index.ts";
import { type GgufTensor, type GgufTensorType, tensorBytes, tensorTypes } from "./gguf-file.ts";
import { ropeFactors } from "./rope-factors.ts";
import { rowEncoders } from "./row-encoders.ts";

const dtypes = {
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  float8: "F8_E4M3",
  "float8-blocks": "F8_E4M3",
} as const;

type Float8 = Extract<WeightTensor["dtype"], { readonly kind: "float8" | "float8-blocks" }>;

/** Rows are read and written in pieces of about this many weights. */
const CHUNK_WEIGHTS = 2 ** 18;

interface Source {
  readonly checkpoint: Checkpoint;
  readonly quantization: QuantizationConfig | null;
  readonly config: ModelConfig;
}

/** All tensors of a Llama or Qwen3 model under llama.cpp's names: matrices in `type`, vectors in F32. */
export function llamaTensors(source: Source, type: GgufTensorType): readonly GgufTensor[] {
  const { config } = source;
  const vector = (name: string, from: string): GgufTensor => vectorTensor(name, readFloats(tensorOf(source, from)));
  const matrix = (name: string, from: string, headDim = 0): GgufTensor =>
    matrixTensor(name, describeWeight(source.checkpoint, source.quantization, from), type, headDim);
  // llama.cpp rotates a Qwen3's heads as its checkpoint means it.
  const permuted = config.modelType === "llama" ? config.headDim : 0;
  const layers = Array.from({ length: config.layers }, (_, layer) => {
    const [to, from] = [`blk.${layer}`, `model.layers.${layer}`];
    return [
      vector(`${to}.attn_norm.weight`, `${from}.input_layernorm.weight`),
      matrix(`${to}.attn_q.weight`, `${from}.self_attn.q_proj.weight`, permuted),
      matrix(`${to}.attn_k.weight`, `${from}.self_attn.k_proj.weight`, permuted),
      ...(config.queryKeyNorm
        ? [
            vector(`${to}.attn_q_norm.weight`, `${from}.self_attn.q_norm.weight`),
            vector(`${to}.attn_k_norm.weight`, `${from}.self_attn.k_norm.weight`),
          ]
        : []),
      matrix(`${to}.attn_v.weight`, `${from}.self_attn.v_proj.weight`),
      matrix(`${to}.attn_output.weight`, `${from}.self_attn.o_proj.weight`),
      vector(`${to}.ffn_norm.weight`, `${from}.post_attention_layernorm.weight`),
      matrix(`${to}.ffn_gate.weight`, `${from}.mlp.gate_proj.weight`),
      matrix(`${to}.ffn_up.weight`, `${from}.mlp.up_proj.weight`),
      matrix(`${to}.ffn_down.weight`, `${from}.mlp.down_proj.weight`),
    ];
  });
  const factors = ropeFactors(config);
  return [
    matrix("token_embd.weight", "model.embed_tokens.weight"),
    ...(factors === null ? [] : [vectorTensor("rope_freqs.weight", factors)]),
    ...layers.flat(),
    vector("output_norm.weight", "model.norm.weight"),
    ...(config.tiedEmbeddings ? [] : [matrix("output.weight", "lm_head.weight")]),
  ];
}

function tensorOf({ checkpoint }: Source, name: string) {
  const tensor = checkpoint.tensors.get(name);
  if (tensor === undefined) throw new Error(`${checkpoint.folder}: tensor ${name} is missing`);
  return tensor;
}

function vectorTensor(name: string, values: Float32Array): GgufTensor {
  const chunks = () => [new Uint8Array(values.buffer, values.byteOffset, values.byteLength)];
  return { name, type: "F32", shape: [values.length], chunks };
}

/** `headDim` above 0: rows are put in the order of llama.cpp's rotary pairs. */
function matrixTensor(name: string, weight: WeightTensor, type: GgufTensorType, headDim: number): GgufTensor {
  const { rows, columns } = weight;
  const { blockLength } = tensorTypes[type];
  if (columns % blockLength !== 0)
    throw new Error(`${name}: ${type} needs rows of a multiple of ${blockLength} weights`);
  return { name, type, shape: [rows, columns], chunks: () => encodeRows(weight, type, headDim) };
}

/**
 * llama.cpp rotates pairs (2i, 2i + 1) of a head where the checkpoint means (i, i + headDim/2); so row 2i + half of a head
 * in the file is row i + half * headDim/2 of the checkpoint (LlamaModel.permute of its converter).
 */
function sourceRow(row: number, headDim: number): number {
  return headDim === 0 ? row : (row >> 1) + (row & 1) * (headDim / 2);
}

function* encodeRows(weight: WeightTensor, type: GgufTensorType, headDim: number): Iterable<Uint8Array> {
  const { rows, columns } = weight;
  const rowsPerChunk = headDim || Math.max(1, Math.floor(CHUNK_WEIGHTS / columns));
  const stored = new Uint8Array(rowsPerChunk * columns * dtypeByteLength(dtypes[weight.dtype.kind]));
  const rowBytes = tensorBytes({ type, shape: [columns] });
  const out = new Uint8Array(rowsPerChunk * rowBytes);
  const row = new Float32Array(columns);
  for (let first = 0; first < rows; first += rowsPerChunk) {
    const count = Math.min(rowsPerChunk, rows - first);
    weight.readRows(stored, first, count);
    for (let index = 0; index < count; index++) {
      decodeRow(weight, stored, first, sourceRow(index, headDim), row);
      rowEncoders[type](row, out.subarray(index * rowBytes, (index + 1) * rowBytes));
    }
    yield out.subarray(0, count * rowBytes);
  }
}

/** Row `first + index` of the weight, of which `stored` holds the rows from `first` on. out [columns] */
function decodeRow({ dtype }: WeightTensor, stored: Uint8Array, first: number, index: number, out: Float32Array): void {
  const name = dtypes[dtype.kind];
  const rowBytes = out.length * dtypeByteLength(name);
  decodeFloats(name, stored.subarray(index * rowBytes, (index + 1) * rowBytes), out);
  if (dtype.kind !== "float8" && dtype.kind !== "float8-blocks") return;
  for (let column = 0; column < out.length; column++) out[column]! *= scaleOf(dtype, first + index, column, out.length);
}

/** What the code at `row`, `column` of a matrix of `columns` columns is multiplied with. */
function scaleOf(dtype: Float8, row: number, column: number, columns: number): number {
  if (dtype.kind === "float8") return dtype.rowScales[row]!;
  const across = Math.ceil(columns / dtype.blockColumns);
  return dtype.blockScales[Math.floor(row / dtype.blockRows) * across + Math.floor(column / dtype.blockColumns)]!;
}
