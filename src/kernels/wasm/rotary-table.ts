import type { Arena } from "./arena.ts";

/** Cosines and sines of the last rotary call, [tokens, headDim/2] each; every layer of a step asks for the same ones. */
export class RotaryTable {
  readonly #home: Arena;
  #address: number | undefined;
  #capacity = 0;
  #frequencies = new Float32Array(0);
  #firstPosition = -1;
  #tokens = 0;

  constructor(home: Arena) {
    this.#home = home;
  }

  /** Byte address of the cosines of `tokens` positions from `firstPosition`; the sines follow at once. */
  ensure(frequencies: Float32Array, firstPosition: number, tokens: number): number {
    const known = this.#firstPosition === firstPosition && this.#tokens === tokens && this.#same(frequencies);
    if (this.#address === undefined || !known) this.#compute(frequencies, firstPosition, tokens);
    return this.#address!;
  }

  #same(frequencies: Float32Array): boolean {
    if (frequencies.length !== this.#frequencies.length) return false;
    for (let i = 0; i < frequencies.length; i++) if (frequencies[i] !== this.#frequencies[i]) return false;
    return true;
  }

  #compute(frequencies: Float32Array, firstPosition: number, tokens: number): void {
    const half = frequencies.length;
    const count = tokens * half;
    const address = this.#reserve(count * 8);
    const floats = this.#home.views.floats(address + count * 8);
    for (let t = 0, at = address / 4; t < tokens; t++) {
      for (let i = 0; i < half; i++, at++) {
        const angle = (firstPosition + t) * frequencies[i]!;
        floats[at] = Math.cos(angle);
        floats[at + count] = Math.sin(angle);
      }
    }
    this.#frequencies = frequencies.slice();
    this.#firstPosition = firstPosition;
    this.#tokens = tokens;
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
