import { describe, expect, test } from "vitest";
import { rotaryFrequencies } from "./rope.ts";

const llama31 = {
  headDim: 128,
  ropeTheta: 500_000,
  ropeScaling: {
    type: "llama3",
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContextLength: 8192,
  },
} as const;

const plain = (i: number): number => 500_000 ** ((-2 * i) / 128);
const wavelength = (i: number): number => (2 * Math.PI) / plain(i);

describe("rotary frequencies", () => {
  test("without scaling: theta^(-2i / headDim)", () => {
    const frequencies = rotaryFrequencies({ headDim: 4, ropeTheta: 10_000, ropeScaling: null });
    expect([...frequencies]).toEqual([1, 0.01]);
  });

  const frequencies = rotaryFrequencies(llama31);
  const relative = (i: number): number => frequencies[i]! / plain(i);
  const all = [...frequencies.keys()];

  test("llama3: waves shorter than a quarter of the context stay", () => {
    const short = all.filter((i) => wavelength(i) < 2048);
    expect(short.length).toBe(29);
    for (const i of short) expect(relative(i)).toBeCloseTo(1, 6);
  });

  test("llama3: waves longer than the context turn eight times slower", () => {
    const long = all.filter((i) => wavelength(i) > 8192);
    expect(long.length).toBe(29);
    for (const i of long) expect(relative(i)).toBeCloseTo(1 / 8, 6);
  });

  test("llama3: the waves between are blended as the spec's formula says", () => {
    const between = all.filter((i) => wavelength(i) >= 2048 && wavelength(i) <= 8192);
    expect(between).toEqual([29, 30, 31, 32, 33, 34]);
    for (const i of between) {
      const s = (8192 / wavelength(i) - 1) / (4 - 1);
      expect(frequencies[i]! / (((1 - s) * plain(i)) / 8 + s * plain(i))).toBeCloseTo(1, 6);
    }
  });
});
