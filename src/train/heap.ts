export type FloatArray = Float32Array | Float64Array;

/** The memory a replica lies in, by byte addresses. */
export interface Heap {
  /** A live view of `count` floats. */
  floats(address: number, count: number): FloatArray;
  /** Stores whole numbers as the kernels read them. */
  writeIntegers(address: number, values: Int32Array): void;
}

/** The heap of a WebAssembly memory; views stay valid, as shared memories never move. */
export function createMemoryHeap(memory: WebAssembly.Memory): Heap {
  return {
    floats: (address, count) => new Float32Array(memory.buffer, address, count),
    writeIntegers: (address, values) => new Int32Array(memory.buffer, address, values.length).set(values),
  };
}
