/** Seeded normal numbers, the same on every machine. Each row of each tensor has a stream of its own, so any row can be made again alone. */

/** 32-bit FNV-1a hash of a text. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/** sfc32 (Doty-Humphrey, PractRand): the next 32 random bits on every call. */
function createGenerator(first: number, second: number, third: number): () => number {
  let [a, b, c, counter] = [first | 0, second | 0, third | 0, 1];
  const next = () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** Rows draw from this many normal numbers: logarithm and cosine for every weight would take most of the time. */
const POOL_SIZE = 2 ** 16;
const normalPool = createNormalPool();

/** Normal numbers of mean 0 and standard deviation 1 (Box and Muller 1958). */
function createNormalPool(): Float32Array {
  const next = createGenerator(hashText("normal pool"), 0, 0);
  const pool = new Float32Array(POOL_SIZE);
  for (let index = 0; index < POOL_SIZE; index += 2) {
    // Half a step keeps the argument of the logarithm above zero.
    const radius = Math.sqrt(-2 * Math.log((next() + 0.5) / 2 ** 32));
    const angle = (2 * Math.PI * next()) / 2 ** 32;
    pool[index] = radius * Math.cos(angle);
    pool[index + 1] = radius * Math.sin(angle);
  }
  return pool;
}

/** Fills `row` with normal numbers of the given mean and standard deviation. */
export function fillGaussianRow(row: Float32Array, key: string, rowIndex: number, mean: number, std: number): void {
  const next = createGenerator(hashText(key), rowIndex, 0x9e3779b9);
  for (let index = 0; index < row.length; index += 2) {
    const bits = next();
    row[index] = mean + std * normalPool[bits & 0xffff]!;
    if (index + 1 < row.length) row[index + 1] = mean + std * normalPool[bits >>> 16]!;
  }
}
