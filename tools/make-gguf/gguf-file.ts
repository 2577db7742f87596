/** GGUF version 3 (ggml-org/ggml, docs/gguf.md): magic, counts, metadata, tensor table, padding, tensor data. Little-endian. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { GgufBytes, type GgufValue } from "./gguf-values.ts";

const VERSION = 3;
/** Tensor data start at multiples of this, the format's default. */
export const GGUF_ALIGNMENT = 32;

/** Forms of tensor data: number in the file, weights in a block, bytes of a block. */
export const tensorTypes = {
  F32: { code: 0, blockLength: 1, blockBytes: 4 },
  Q8_0: { code: 8, blockLength: 32, blockBytes: 34 },
} as const;

export type GgufTensorType = keyof typeof tensorTypes;

export interface GgufTensor {
  readonly name: string;
  readonly type: GgufTensorType;
  /** Row-major, the fastest dimension last: [rows, columns] or [columns]. The file has it the other way round. */
  readonly shape: readonly number[];
  /** Its bytes in order; asked for once, when its turn comes. */
  chunks(): Iterable<Uint8Array>;
}

export function tensorBytes({ type, shape }: Pick<GgufTensor, "type" | "shape">): number {
  const { blockLength, blockBytes } = tensorTypes[type];
  return (shape.reduce((product, size) => product * size, 1) / blockLength) * blockBytes;
}

/** Writes a GGUF file, renamed from a temporary name when whole. Memory: metadata, tensor table and one chunk. */
export function writeGguf(
  path: string,
  metadata: readonly (readonly [key: string, value: GgufValue])[],
  tensors: readonly GgufTensor[],
): void {
  const temporaryPath = `${path}.${process.pid}.partial`;
  const descriptor = openSync(temporaryPath, "w");
  try {
    writeFully(descriptor, renderHead(metadata, tensors));
    for (const tensor of tensors) writeTensor(descriptor, tensor);
  } catch (error) {
    rmSync(temporaryPath, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporaryPath, path);
}

function renderHead(
  metadata: readonly (readonly [key: string, value: GgufValue])[],
  tensors: readonly GgufTensor[],
): Uint8Array {
  const head = new GgufBytes();
  head.raw(Buffer.from("GGUF"));
  head.uint32(VERSION);
  head.uint64(tensors.length);
  head.uint64(metadata.length);
  for (const [key, value] of metadata) head.entry(key, value);
  let offset = 0;
  for (const tensor of tensors) {
    head.string(tensor.name);
    head.uint32(tensor.shape.length);
    for (const size of tensor.shape.toReversed()) head.uint64(size);
    head.uint32(tensorTypes[tensor.type].code);
    head.uint64(offset);
    offset += align(tensorBytes(tensor));
  }
  head.raw(new Uint8Array(align(head.byteLength) - head.byteLength));
  return head.bytes();
}

function writeTensor(descriptor: number, tensor: GgufTensor): void {
  const expected = tensorBytes(tensor);
  let written = 0;
  for (const chunk of tensor.chunks()) {
    writeFully(descriptor, chunk);
    written += chunk.length;
  }
  if (written !== expected) throw new Error(`${tensor.name}: ${expected} bytes expected, ${written} written`);
  writeFully(descriptor, new Uint8Array(align(written) - written));
}

function align(byteLength: number): number {
  return Math.ceil(byteLength / GGUF_ALIGNMENT) * GGUF_ALIGNMENT;
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(descriptor, bytes, done, bytes.length - done);
}
