import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import { type Dtype, dtypeByteLength, elementCount } from "./dtypes.ts";
import { LENGTH_BYTES, METADATA_KEY } from "./header.ts";

/** A tensor to be written. */
export interface TensorData {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Its bytes in order, little-endian; asked for once, when its turn comes. */
  chunks(): Iterable<Uint8Array>;
}

/** The data start at a multiple of this, so that readers may map them. */
const HEADER_ALIGNMENT = 8;

/** Bytes the data of `tensor` take. */
export function tensorByteLength(tensor: Pick<TensorData, "dtype" | "shape">): number {
  return elementCount(tensor.shape) * dtypeByteLength(tensor.dtype);
}

/**
 * Writes one safetensors file: to a temporary name first, renamed when whole, so no reader meets half a file.
 * Memory: one chunk. Wide dtypes come first, so that every tensor is aligned to its own width.
 * @throws HermesError "usage" when names repeat or chunks do not fill their tensor.
 */
export function writeSafetensors(
  path: string,
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>> = {},
): void {
  writeTemporarySafetensors(path, tensors, metadata).commit();
}

/** A file that is whole, but still has its temporary name. */
export interface TemporaryFile {
  commit(): void;
  discard(): void;
}

/** The first half of `writeSafetensors`, for callers that rename several files together. */
export function writeTemporarySafetensors(
  path: string,
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>>,
): TemporaryFile {
  const temporaryPath = `${path}.${process.pid}.partial`;
  const ordered = orderTensors(tensors);
  const descriptor = openSync(temporaryPath, "w");
  try {
    writeFully(descriptor, renderHeader(ordered, metadata));
    for (const tensor of ordered) writeTensor(descriptor, tensor);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporaryPath, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return {
    commit: () => renameSync(temporaryPath, path),
    discard: () => rmSync(temporaryPath, { force: true }),
  };
}

function orderTensors(tensors: readonly TensorData[]): readonly TensorData[] {
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.has(name) || name === METADATA_KEY) {
      const message = `Tensor name ${quoteName(name)} is taken; give every tensor a name of its own.`;
      throw new HermesError("usage", message, { argument: "tensors" });
    }
    names.add(name);
  }
  return tensors.toSorted((a, b) => dtypeByteLength(b.dtype) - dtypeByteLength(a.dtype) || (a.name < b.name ? -1 : 1));
}

function renderHeader(tensors: readonly TensorData[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const entries: (readonly [string, unknown])[] = [];
  if (Object.keys(metadata).length > 0) entries.push([METADATA_KEY, metadata]);
  let from = 0;
  for (const tensor of tensors) {
    const to = from + tensorByteLength(tensor);
    entries.push([tensor.name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [from, to] }]);
    from = to;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(json.length / HEADER_ALIGNMENT) * HEADER_ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, LENGTH_BYTES);
  return bytes;
}

function writeTensor(descriptor: number, tensor: TensorData): void {
  const expected = tensorByteLength(tensor);
  let written = 0;
  for (const chunk of tensor.chunks()) {
    writeFully(descriptor, chunk);
    written += chunk.length;
  }
  if (written === expected) return;
  const got = `[${tensor.shape}] of ${tensor.dtype} takes ${expected} bytes, its chunks held ${written}`;
  throw new HermesError("usage", `Tensor ${quoteName(tensor.name)}: ${got}.`, { argument: "tensors" });
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(descriptor, bytes, done, bytes.length - done);
}
