import { describe, expect, test } from "vitest";
import { parseOutput } from "./output-parser.ts";
import { runPieces } from "./run-pieces.ts";
import { shorten, workedExamples } from "./worked-examples.ts";

/** Up to this length every pair of cuts is tried. */
const TWO_CUTS_UP_TO = 100;

describe("worked examples", () => {
  test.each(workedExamples.map((example) => [example.name, example] as const))("%s", (_name, example) => {
    const output = parseOutput(example.input, example.options);
    expect(shorten(output)).toEqual(example.parts);
    expect(output.parts.map((part) => part.raw).join("")).toBe(example.input);
    expect(output.diagnostics.map(({ code }) => code)).toEqual(example.diagnostics ?? []);
  });

  test.each(workedExamples.map((example) => [example.name, example] as const))("%s, cut anywhere", (_name, example) => {
    const { input, options } = example;
    const whole = parseOutput(input, options);
    expect(runPieces(input.split(""), options)).toMatchObject(whole);
    for (let first = 0; first <= input.length; first += 1) {
      const last = input.length <= TWO_CUTS_UP_TO ? input.length : first;
      for (let second = first; second <= last; second += 1) {
        const pieces = [input.slice(0, first), input.slice(first, second), input.slice(second)];
        expect(runPieces(pieces, options)).toMatchObject(whole);
      }
    }
  });
});
