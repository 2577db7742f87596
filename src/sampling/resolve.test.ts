import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import type { SamplingOptions } from "./options.ts";
import { CARD_SAMPLING, resolveSampling } from "./resolve.ts";

describe("resolveSampling", () => {
  test("with nothing said, the card's values hold", () => {
    expect(resolveSampling()).toEqual(CARD_SAMPLING);
    expect(resolveSampling()).toMatchObject({ temperature: 0.6, topP: 0.95, topK: 20, seed: null });
  });

  test("the request wins over the checkpoint, the checkpoint over the card", () => {
    const resolved = resolveSampling({ topP: 0.5, seed: 0 }, { topP: 0.9, temperature: 1.2 });
    expect(resolved).toMatchObject({ topP: 0.5, temperature: 1.2, topK: 20, seed: 0 });
  });

  test("a checkpoint that does not sample is greedy until a request says otherwise", () => {
    expect(resolveSampling({}, { doSample: false, temperature: 0.7 }).temperature).toBe(0);
    expect(resolveSampling({ temperature: 0.3 }, { doSample: false }).temperature).toBe(0.3);
  });

  const faults: { name: string; options: SamplingOptions; field: string }[] = [
    { name: "negative temperature", options: { temperature: -1 }, field: "temperature" },
    { name: "temperature NaN", options: { temperature: Number.NaN }, field: "temperature" },
    { name: "top-p 0", options: { topP: 0 }, field: "topP" },
    { name: "top-p above 1", options: { topP: 1.01 }, field: "topP" },
    { name: "top-k not whole", options: { topK: 2.5 }, field: "topK" },
    { name: "negative top-k", options: { topK: -1 }, field: "topK" },
    { name: "min-p above 1", options: { minP: 2 }, field: "minP" },
    { name: "repetition penalty 0", options: { repetitionPenalty: 0 }, field: "repetitionPenalty" },
    { name: "repetition penalty of almost 0", options: { repetitionPenalty: 5e-324 }, field: "repetitionPenalty" },
    { name: "presence penalty 3", options: { presencePenalty: 3 }, field: "presencePenalty" },
    { name: "frequency penalty -3", options: { frequencyPenalty: -3 }, field: "frequencyPenalty" },
    { name: "infinite bias", options: { logitBias: { 3: Number.POSITIVE_INFINITY } }, field: "logitBias of token 3" },
    { name: "bias for a name", options: { logitBias: { x: 1 } as never }, field: "logitBias token id" },
    { name: "seed not whole", options: { seed: 0.5 }, field: "seed" },
    { name: "a number as text", options: { topP: "0.9" as never }, field: "topP" },
  ];
  test.each(faults)("refuses $name", ({ options, field }) => {
    const refusal = expect.toSatisfy(
      (error) => isHermesError(error, "usage") && error.facts.argument === field && error.message.startsWith(field),
    );
    expect(() => resolveSampling(options)).toThrowError(refusal);
  });
});
