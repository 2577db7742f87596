// Part of the hot loop of walking: nothing here allocates but growth.

const EMPTY = -1;
const FIRST_SIZE = 1 << 10;

/** From state and byte to a state, by open addressing: about a tenth of the memory of a row for each state. */
export class TransitionTable {
  static readonly unknown = -2;
  private keys = new Int32Array(FIRST_SIZE).fill(EMPTY);
  private targets = new Int32Array(FIRST_SIZE);
  private count = 0;

  get(state: number, byte: number): number {
    const key = state * 256 + byte;
    const mask = this.keys.length - 1;
    for (let slot = hash(key) & mask; ; slot = (slot + 1) & mask) {
      const found = this.keys[slot]!;
      if (found === key) return this.targets[slot]!;
      if (found === EMPTY) return TransitionTable.unknown;
    }
  }

  set(state: number, byte: number, target: number): void {
    if (this.count * 2 >= this.keys.length) this.grow();
    this.put(state * 256 + byte, target);
    this.count++;
  }

  private put(key: number, target: number): void {
    const mask = this.keys.length - 1;
    let slot = hash(key) & mask;
    while (this.keys[slot] !== EMPTY) slot = (slot + 1) & mask;
    this.keys[slot] = key;
    this.targets[slot] = target;
  }

  private grow(): void {
    const { keys, targets } = this;
    this.keys = new Int32Array(keys.length * 2).fill(EMPTY);
    this.targets = new Int32Array(keys.length * 2);
    for (let slot = 0; slot < keys.length; slot++) if (keys[slot] !== EMPTY) this.put(keys[slot]!, targets[slot]!);
  }
}

/** Neighbouring keys to slots far from each other (Knuth's multiplicative hash). */
function hash(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 8;
}
