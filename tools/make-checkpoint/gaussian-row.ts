/**
 * Seeded normal numbers, the same on every machine. Each row of each tensor has a stream of its own, so any row can be
 * made again alone. A row is drawn as indices into one pool of normal numbers: what is computed from a weight is computed
 * once for each number of the pool and looked up for each weight, which makes gigabytes of weights a matter of seconds.
 */

/** 32-bit FNV-1a hash of a text. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}

/** Outputs thrown away before the first, so that similar seeds part. */
const WARM_UP = 12;

/**
 * sfc32 (Doty-Humphrey, PractRand): fills `out` with random bits. The state lives in local variables: kept by a closure,
 * it would be a heap number a step, ten times as slow.
 */
function fillRandom(out: Uint32Array, seed: readonly [number, number, number]): void {
  let [a, b, c] = seed;
  let counter = 1;
  for (let index = -WARM_UP; index < out.length; index++) {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    if (index >= 0) out[index] = result;
  }
}

/** Numbers in the pool; an index has 16 bits. */
export const POOL_SIZE = 2 ** 16;
const normalPool = createNormalPool();

/** Normal numbers of mean 0 and standard deviation 1 (Box and Muller 1958). */
function createNormalPool(): Float32Array {
  const pool = new Float32Array(POOL_SIZE);
  const bits = new Uint32Array(POOL_SIZE);
  fillRandom(bits, [hashText("normal pool"), 0, 0]);
  for (let index = 0; index < POOL_SIZE; index += 2) {
    // Half a step keeps the argument of the logarithm above zero.
    const radius = Math.sqrt(-2 * Math.log((bits[index]! + 0.5) / 2 ** 32));
    const angle = (2 * Math.PI * bits[index + 1]!) / 2 ** 32;
    pool[index] = radius * Math.cos(angle);
    pool[index + 1] = radius * Math.sin(angle);
  }
  return pool;
}

/** The pool with another mean and standard deviation. [POOL_SIZE] */
export function createGaussianPool(mean: number, std: number): Float32Array {
  return normalPool.map((value) => mean + std * value);
}

/**
 * Draws the row `rowIndex` of the tensor `key` into the front of `row`: an index into a pool for every weight.
 * `row` has an even length, as two indices come from one random number.
 */
export function drawRow(row: Uint16Array<ArrayBuffer>, key: string, rowIndex: number): void {
  fillRandom(new Uint32Array(row.buffer, row.byteOffset, row.length / 2), [hashText(key), rowIndex, 0x9e3779b9 | 0]);
}
