import type { Arena } from "./arena.ts";

/** Cosines and sines of the last rotary call, [tokens, headDim/2] each; every layer of a step asks for the same ones. */
export class RotaryTable {
  readonly #home: Arena;
  #address: number | undefined;
  #capacity = 0;
  #frequencies = new Float64Array(0);
  #positions = new Uint32Array(0);

  constructor(home: Arena) {
    this.#home = home;
  }

  /** Byte address of the cosines of `positions` [tokens]; the sines follow at once. */
  ensure(frequencies: Float64Array, positions: Uint32Array): number {
    const known = same(positions, this.#positions) && same(frequencies, this.#frequencies);
    if (this.#address === undefined || !known) this.#compute(frequencies, positions);
    return this.#address!;
  }

  #compute(frequencies: Float64Array, positions: Uint32Array): void {
    const half = frequencies.length;
    const count = positions.length * half;
    const address = this.#reserve(count * 8);
    const floats = this.#home.views.floats(address + count * 8);
    for (let t = 0, at = address / 4; t < positions.length; t++) {
      for (let i = 0; i < half; i++, at++) {
        const angle = positions[t]! * frequencies[i]!;
        floats[at] = Math.cos(angle);
        floats[at + count] = Math.sin(angle);
      }
    }
    this.#frequencies = frequencies.slice();
    this.#positions = positions.slice();
  }

  #reserve(byteLength: number): number {
    if (this.#address !== undefined && byteLength <= this.#capacity) return this.#address;
    if (this.#address !== undefined) this.#home.heap.release(this.#address);
    this.#address = undefined;
    this.#address = this.#home.allocate(byteLength, "the rotary table");
    this.#capacity = byteLength;
    return this.#address;
  }
}

function same(a: Float64Array | Uint32Array, b: Float64Array | Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
