import { describe, expect, test } from "vitest";
import { chooseParallelism, tensorSizes } from "./parallelism.ts";
import { hermes4 } from "./test-plans.ts";

describe("the numbers of GPUs that a model can be cut for", () => {
  test.each([
    ["14B", [1, 2, 4, 8]],
    ["70B", [1, 2, 4, 8, 16, 32, 64]],
    // Slices of 448 columns would cut blocks of scales.
    ["70B-FP8", [1, 2, 4, 8, 16, 32]],
    ["405B", [1, 2, 4, 8, 16, 32, 64]],
    ["405B-FP8", [1, 2, 4, 8, 16, 32]],
  ])("%s", (size, sizes) => {
    expect(tensorSizes(hermes4(size))).toEqual(sizes);
  });
});

describe("a split", () => {
  test("is slices in a machine and stretches of layers over machines", () => {
    expect(chooseParallelism(hermes4("405B"), 8, 2)).toEqual({ tensor: 8, pipeline: 2 });
  });

  test.each([3, 5, 6, 7, 12, 128])("into %i is refused with what would do", (gpus) => {
    expect(() => chooseParallelism(hermes4("70B"), gpus, 1)).toThrow(
      /GPUs do not go into hermes-4-70b: 64 attention heads, 8 key-value heads .* Give 1, 2, 4, 8, 16 GPUs a machine/,
    );
  });

  test("over more machines than layers is refused", () => {
    expect(() => chooseParallelism(hermes4("14B"), 1, 41)).toThrow(/41 machines cannot share 40 layers/);
  });
});
