/** A seeded source of numbers; equal seeds, equal numbers, on every machine. */
export interface RandomSource {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal, by Box and Muller (1958). */
  normal(): number;
}

/** The generator sfc32 (Doty-Humphrey, PractRand), seeded with up to three 32-bit numbers. */
export function createRandomSource(seed: number, stream = 0, index = 0): RandomSource {
  let [a, b, c, counter] = [seed | 0, stream | 0, index | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  const uniform = (): number => next() / 2 ** 32;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** Shuffles in place (Fisher and Yates). */
export function shuffle<T>(items: T[], random: RandomSource): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
