/** A source of uniform numbers in [0, 1). The caller owns its state; two sequences never share one. */
export interface RandomSource {
  next(): number;
}

/**
 * xoshiro128** (Blackman & Vigna 2018), seeded through splitmix32, two outputs a draw for all 53 bits of a double.
 * The same seed gives the same numbers on every machine. `seed` is any finite number; its low 32 bits and the 21 bits
 * above them are used, so every safe non-negative integer is a seed of its own.
 */
export function createRandom(seed: number): RandomSource {
  const state = seedState(seed);
  return {
    next(): number {
      const high = nextUint32(state) >>> 5;
      const low = nextUint32(state) >>> 6;
      return (high * 2 ** 26 + low) / 2 ** 53;
    },
  };
}

/** A seed nobody chose: a random safe integer. */
export function randomSeed(): number {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return (words[0]! & 0x1fffff) * 2 ** 32 + words[1]!;
}

function seedState(seed: number): Uint32Array {
  const state = new Uint32Array(4);
  let mixed = (seed >>> 0) ^ Math.imul(Math.floor(Math.abs(seed) / 2 ** 32) >>> 0, 0x85ebca6b);
  for (let i = 0; i < 4; i++) {
    mixed = (mixed + 0x9e3779b9) | 0;
    let word = mixed;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    state[i] = word ^ (word >>> 15);
  }
  return state;
}

function nextUint32(state: Uint32Array): number {
  const [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
  const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
  state[2] = c ^ a;
  state[3] = d ^ b;
  state[1] = b ^ state[2]!;
  state[0] = a ^ state[3]!;
  state[2] = state[2]! ^ (b << 9);
  state[3] = rotateLeft(state[3]!, 11);
  return result;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
