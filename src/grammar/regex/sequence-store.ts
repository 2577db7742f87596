// The hot loop of building states: allocates only when it grows.
import { overLimit } from "./fail.ts";
import { MAX_STATE_INTEGERS, MAX_STATES } from "./limits.ts";

/** Gives sequences of whole numbers small numbers of their own, equal sequences the same one. */
export class SequenceStore {
  #integers = new Int32Array(64);
  #ends = new Int32Array(16);
  #slots = new Int32Array(32).fill(-1);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Where the sequence of a number begins; `at` reads from there on. */
  begin(number: number): number {
    return number === 0 ? 0 : this.#ends[number - 1]!;
  }

  /** Just behind the last integer of a sequence. */
  end(number: number): number {
    return this.#ends[number]!;
  }

  at(position: number): number {
    return this.#integers[position]!;
  }

  /** The number of the first `length` integers of `sequence`. */
  intern(sequence: Int32Array, length: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(sequence, length) & mask;
    for (let number = this.#slots[slot]!; number !== -1; number = this.#slots[slot]!) {
      if (this.#equals(number, sequence, length)) return number;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#count;
    return this.#append(sequence, length);
  }

  #equals(number: number, sequence: Int32Array, length: number): boolean {
    const begin = this.begin(number);
    if (this.#ends[number]! - begin !== length) return false;
    for (let index = 0; index < length; index++) {
      if (this.#integers[begin + index] !== sequence[index]) return false;
    }
    return true;
  }

  #append(sequence: Int32Array, length: number): number {
    const number = this.#count;
    const begin = this.begin(number);
    const end = begin + length;
    if (number >= MAX_STATES) throw overLimit("states of an automaton", MAX_STATES);
    if (end > MAX_STATE_INTEGERS) throw overLimit("memory of an automaton's states", MAX_STATE_INTEGERS);
    if (end > this.#integers.length) this.#integers = grown(this.#integers, end);
    if (number >= this.#ends.length) this.#ends = grown(this.#ends, number + 1);
    this.#integers.set(sequence.subarray(0, length), begin);
    this.#ends[number] = end;
    this.#count += 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return number;
  }

  #rehash(): void {
    const mask = this.#slots.length * 2 - 1;
    this.#slots = new Int32Array(mask + 1).fill(-1);
    for (let number = 0; number < this.#count; number++) {
      const sequence = this.#integers.subarray(this.begin(number), this.end(number));
      let slot = hash(sequence, sequence.length) & mask;
      while (this.#slots[slot] !== -1) slot = (slot + 1) & mask;
      this.#slots[slot] = number;
    }
  }
}

/** FNV-1a over whole numbers, with a last mix for the low bits. */
function hash(sequence: Int32Array, length: number): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < length; index++) value = Math.imul(value ^ sequence[index]!, 0x01000193);
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) ^ (value >>> 13);
}

/** A copy with room for `length`, at least twice as long. */
export function grown(array: Int32Array, length: number, filler = 0): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.max(length, array.length * 2));
  copy.set(array);
  if (filler !== 0) copy.fill(filler, array.length);
  return copy;
}
