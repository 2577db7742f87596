import { describe, expect, test } from "vitest";
import { createOutputParser, parseOutput } from "./output-parser.ts";
import type { ParsedOutput } from "./parser-event.ts";
import type { OutputParserOptions } from "./parser-state.ts";
import { shorten, workedExamples } from "./worked-examples.ts";

/** Up to this length every pair of cuts is tried. */
const TWO_CUTS_UP_TO = 120;

function parsePieces(pieces: readonly string[], options?: OutputParserOptions): ParsedOutput {
  const parser = createOutputParser(options);
  for (const piece of pieces) parser.push(piece);
  parser.finish();
  return { parts: parser.parts, diagnostics: parser.diagnostics };
}

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
    expect(parsePieces(input.split(""), options)).toEqual(whole);
    for (let first = 0; first <= input.length; first += 1) {
      const last = input.length <= TWO_CUTS_UP_TO ? input.length : first;
      for (let second = first; second <= last; second += 1) {
        const pieces = [input.slice(0, first), input.slice(first, second), input.slice(second)];
        expect(parsePieces(pieces, options)).toEqual(whole);
      }
    }
  });
});
