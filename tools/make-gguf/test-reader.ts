/** A small GGUF reader of its own, written from the format's description, so that the writer is not checked with itself. */
export interface ReadTensor {
  readonly name: string;
  /** As in the file: the fastest dimension first. */
  readonly dimensions: readonly number[];
  readonly type: number;
  /** From the start of the file to the end of the tensor's room. */
  readonly start: number;
}

export interface ReadGguf {
  readonly version: number;
  readonly metadata: ReadonlyMap<string, unknown>;
  readonly tensors: ReadonlyMap<string, ReadTensor>;
}

export function readGguf(file: Buffer): ReadGguf {
  let at = 0;
  const take = <Value>(byteLength: number, read: (at: number) => Value): Value => {
    const value = read(at);
    at += byteLength;
    return value;
  };
  const uint32 = () => take(4, (from) => file.readUInt32LE(from));
  const uint64 = () => take(8, (from) => Number(file.readBigUInt64LE(from)));
  const text = () => {
    const byteLength = uint64();
    return take(byteLength, (from) => file.toString("utf8", from, from + byteLength));
  };
  const value = (type: number): unknown => {
    if (type === 4) return uint32();
    if (type === 5) return take(4, (from) => file.readInt32LE(from));
    if (type === 6) return take(4, (from) => file.readFloatLE(from));
    if (type === 8) return text();
    if (type !== 9) throw new Error(`value type ${type}`);
    const itemType = uint32();
    return Array.from({ length: uint64() }, () => value(itemType));
  };
  if (take(4, (from) => file.toString("latin1", from, from + 4)) !== "GGUF") throw new Error("no GGUF file");
  const version = uint32();
  const tensorCount = uint64();
  const metadata = new Map(Array.from({ length: uint64() }, () => [text(), value(uint32())] as const));
  const table = Array.from({ length: tensorCount }, () => {
    const name = text();
    const dimensions = Array.from({ length: uint32() }, uint64);
    return { name, dimensions, type: uint32(), start: uint64() };
  });
  const dataStart = Math.ceil(at / 32) * 32;
  const tensors = new Map(table.map((tensor) => [tensor.name, { ...tensor, start: dataStart + tensor.start }]));
  return { version, metadata, tensors };
}

/** The weights of an F32 (0) or Q8_0 (8) tensor, row-major. */
export function readWeights(file: Buffer, { dimensions, type, start }: ReadTensor): Float32Array {
  const count = dimensions.reduce((product, size) => product * size, 1);
  if (type === 0) return Float32Array.from({ length: count }, (_, index) => file.readFloatLE(start + 4 * index));
  return Float32Array.from({ length: count }, (_, index) => {
    const block = start + 34 * Math.floor(index / 32);
    return float16(file.readUInt16LE(block)) * file.readInt8(block + 2 + (index % 32));
  });
}

/** Scales only: positive and finite. */
function float16(bits: number): number {
  const exponent = bits >> 10;
  return exponent === 0 ? bits * 2 ** -24 : (1 + (bits & 1023) / 1024) * 2 ** (exponent - 15);
}
