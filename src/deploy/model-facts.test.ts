import { describe, expect, test } from "vitest";
import { readModelReference } from "../hub/index.ts";
import { knownModels } from "./known-models.ts";
import { cacheBytesPerToken, parameterCount, totalWeightBytes } from "./model-facts.ts";
import { hermes4 } from "./test-plans.ts";

/** Computed from the tensor shapes of the checkpoints; FP8 with 16-bit scales by row. */
const published: readonly [size: string, parameters: number, bytes: number, cacheBytesPerToken: number][] = [
  ["14B", 14_768_307_200, 29_536_614_400, 163_840],
  ["14B-FP8", 14_768_307_200, 16_328_734_720, 163_840],
  ["70B", 70_553_706_496, 141_107_412_992, 327_680],
  ["70B-FP8", 70_553_706_496, 72_669_806_592, 327_680],
  ["405B", 405_853_388_800, 811_706_777_600, 516_096],
  ["405B-FP8", 405_853_388_800, 410_099_965_952, 516_096],
];

describe("the published models", () => {
  test.each(published)("%s has its parameters, its bytes and its cache", (size, parameters, bytes, perToken) => {
    const model = hermes4(size);
    expect(parameterCount(model.shape)).toBe(parameters);
    expect(totalWeightBytes(model)).toBe(bytes);
    expect(cacheBytesPerToken(model.shape, model.shape.layers, model.shape.kvHeads)).toBe(perToken);
  });

  test("are those above, and are served under the names that pull knows", () => {
    expect(knownModels.map(({ repository }) => repository)).toEqual(
      published.map(([size]) => `NousResearch/Hermes-4-${size}`),
    );
    for (const [size] of published) {
      const { servedName, source } = hermes4(size);
      expect(readModelReference(servedName)?.repository).toBe(source.kind === "repository" && source.repository);
    }
  });
});
