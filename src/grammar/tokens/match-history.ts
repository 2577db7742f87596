const FIRST_STEPS = 64;

/** Machine states behind each accepted step, so that steps can be taken back, and the bytes of the steps. */
export class MatchHistory {
  /** [steps + 1] State before the first step, then behind each. */
  #states: Int32Array;
  /** [steps + 1] Bytes in front of the first step, then behind each. */
  #ends: Int32Array;
  #bytes: Uint8Array;
  #steps = 0;

  constructor(start: number) {
    this.#states = new Int32Array(FIRST_STEPS);
    this.#ends = new Int32Array(FIRST_STEPS);
    this.#bytes = new Uint8Array(FIRST_STEPS);
    this.#states[0] = start;
  }

  get state(): number {
    return this.#states[this.#steps]!;
  }

  get steps(): number {
    return this.#steps;
  }

  get byteLength(): number {
    return this.#ends[this.#steps]!;
  }

  push(state: number, bytes: Uint8Array): void {
    const start = this.byteLength;
    const end = start + bytes.length;
    if (this.#steps + 2 > this.#states.length) {
      this.#states = grow(this.#states, new Int32Array(this.#states.length * 2));
      this.#ends = grow(this.#ends, new Int32Array(this.#ends.length * 2));
    }
    if (end > this.#bytes.length) this.#bytes = grow(this.#bytes, new Uint8Array(end * 2));
    this.#bytes.set(bytes, start);
    this.#steps++;
    this.#states[this.#steps] = state;
    this.#ends[this.#steps] = end;
  }

  /** `count` is at most `steps`. */
  pop(count: number): void {
    this.#steps -= count;
  }

  /** Replaces all states by those that a new machine has for the same bytes. */
  replay(start: number, next: (state: number, bytes: Uint8Array) => number): void {
    this.#states[0] = start;
    for (let step = 0; step < this.#steps; step++) {
      const bytes = this.#bytes.subarray(this.#ends[step]!, this.#ends[step + 1]!);
      this.#states[step + 1] = next(this.#states[step]!, bytes);
    }
  }

  /** Bytes of the last `steps` steps, or of all. */
  tail(steps: number): Uint8Array {
    return this.#bytes.subarray(this.#ends[Math.max(0, this.#steps - steps)]!, this.byteLength);
  }

  clone(): MatchHistory {
    const copy = new MatchHistory(0);
    copy.#states = this.#states.slice();
    copy.#ends = this.#ends.slice();
    copy.#bytes = this.#bytes.slice();
    copy.#steps = this.#steps;
    return copy;
  }
}

function grow<Values extends Int32Array | Uint8Array>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}
