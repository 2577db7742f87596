// Hot: `bytes` and `floats` allocate nothing unless the memory grew.

/** Typed views on a memory that may grow. A view taken before a growth is too short, never wrong. */
export class Views {
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array;
  #floats: Float32Array;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#floats = new Float32Array(memory.buffer);
  }

  /** A view of the whole memory that reaches at least to byte `end`. */
  bytes(end: number): Uint8Array {
    if (end > this.#bytes.byteLength) this.#renew();
    return this.#bytes;
  }

  /** The same as float32 values; index = byte address / 4. */
  floats(end: number): Float32Array {
    if (end > this.#bytes.byteLength) this.#renew();
    return this.#floats;
  }

  #renew(): void {
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#floats = new Float32Array(this.#memory.buffer);
  }
}
