import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createOutputParser, parseOutput } from "./output-parser.ts";
import type { ParserEvent } from "./parser-event.ts";
import type { OutputParserOptions } from "./parser-state.ts";
import { renderCall, runPieces } from "./run-pieces.ts";
import { answerSoup, cutAt } from "./tag-soup.ts";

const optionsSoup: fc.Arbitrary<OutputParserOptions> = fc.record({
  start: fc.constantFrom("answer", "reasoning", "content"),
  tools: fc.boolean(),
  reasoning: fc.boolean(),
  endThoughtAtToolCall: fc.boolean(),
  mode: fc.constantFrom("complete", "incremental"),
});

const joined = (events: readonly ParserEvent[], type: "reasoning-delta" | "content-delta") =>
  events.map((event) => (event.type === type ? event.text : "")).join("");

describe("laws, on random tag soup", () => {
  test("every split gives the same parts, and joined raws are the input", () => {
    fc.assert(
      fc.property(answerSoup, fc.array(fc.nat(300), { maxLength: 12 }), optionsSoup, (text, cuts, options) => {
        const whole = parseOutput(text, { ...options, mode: "complete" });
        expect(whole.parts.map((part) => part.raw).join("")).toBe(text);
        for (const pieces of [cutAt(text, cuts), text.split("")]) {
          const { parts, diagnostics } = runPieces(pieces, options);
          expect({ parts, diagnostics }).toEqual(whole);
        }
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  test("deltas add up, and every event has its part", () => {
    fc.assert(
      fc.property(answerSoup, fc.array(fc.nat(300), { maxLength: 12 }), optionsSoup, (text, cuts, options) => {
        const { parts, events } = runPieces(cutAt(text, cuts), options);
        const textOf = (type: string) =>
          parts.map((part) => (part.type === type && "text" in part ? part.text : "")).join("");
        expect(joined(events, "reasoning-delta")).toBe(textOf("reasoning"));
        expect(joined(events, "content-delta")).toBe(textOf("content"));
        const calls = parts
          .filter((part) => part.type === "call")
          .map(({ name, arguments: args, notes }) => ({ type: "call", name, arguments: args, notes }));
        expect(events.filter((event) => event.type === "call")).toMatchObject(calls);
        expect(events.filter((event) => event.type === "invalid")).toEqual(
          parts.filter((part) => part.type === "invalid"),
        );
      }),
      { seed: 8, numRuns: 1500 },
    );
  });

  test("every event tells where its text stands", () => {
    fc.assert(
      fc.property(answerSoup, fc.array(fc.nat(300), { maxLength: 12 }), optionsSoup, (text, cuts, options) => {
        let passed = 0;
        for (const event of runPieces(cutAt(text, cuts), options).events) {
          if (!("start" in event)) continue;
          expect(event.start).toBeGreaterThanOrEqual(passed);
          passed = event.type === "call" ? event.end : event.start + event.text.length;
          const stretch = text.slice(event.start, passed);
          if (event.type === "call") expect(stretch).toMatch(/^(<tool_call>)?[ \t\r\n]*\{.*\}$/s);
          else expect(stretch).toBe(event.text);
        }
      }),
      { seed: 12, numRuns: 1500 },
    );
  });

  test("the pieces of a call, in incremental mode, are its arguments", () => {
    fc.assert(
      fc.property(answerSoup, fc.array(fc.nat(300), { maxLength: 12 }), (text, cuts) => {
        let open: { name: string; text: string } | null = null;
        for (const event of runPieces(cutAt(text, cuts), { mode: "incremental" }).events) {
          if (event.type === "call-start") {
            expect(open).toBeNull();
            open = { name: event.name, text: "" };
          } else if (event.type === "call-arguments-delta") {
            open!.text += event.text;
          } else if (event.type === "call") {
            expect(open).toEqual({ name: event.name, text: event.arguments });
            open = null;
          } else if (event.type === "call-abort") {
            expect(open).not.toBeNull();
            open = null;
          }
        }
        expect(open).toBeNull();
      }),
      { seed: 9, numRuns: 1500 },
    );
  });

  test("one bad block never costs a good one", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("", "oops", "{", '{"name"', '{"name": "a"', '{"a": "b', "{]", '{"n": "x"}'),
        (bad) => {
          const text = `<tool_call>${bad}</tool_call>A${renderCall("good", '{"x": 1}')}B`;
          const names = parseOutput(text)
            .parts.filter((part) => part.type === "call")
            .map((part) => part.name);
          expect(names).toEqual(["good"]);
        },
      ),
    );
  });
});

describe("hold-back is as small as can be", () => {
  const cases: readonly [string, string, number, OutputParserOptions?][] = [
    ["start: white space and a half tag", "\n\n <think", 9],
    ["start: not the tag after all", "\n\n <thing", 0],
    ["start: white space before what may be a call tag", "\n<t", 2 + 1],
    ["content: a half tag", "Hello <tool_call", 10],
    ["content: a tag that cannot be one", "Hello <tool_calm", 0],
    ["content: one character", "Hello <", 1],
    ["content without tools", "Hello <tool_call", 0, { tools: false }],
    ["content: end tags mean nothing", "Hello </tool_call", 0],
    ["thought: a half tag", "<think>Hm </think", 7 + "<think>".length],
    ["thought: call tags mean nothing", "<think>Hm <tool_call", "<think>".length],
    ["thought that a call may end", "<think>Hm <tool_call", 10 + "<think>".length, { endThoughtAtToolCall: true }],
  ];
  test.each(cases)("%s", (_name, text, held, options = {}) => {
    const parser = createOutputParser(options);
    const events = text.split("").flatMap((character) => parser.push(character));
    const sent = joined(events, "reasoning-delta") + joined(events, "content-delta");
    expect(text.length - sent.length).toBe(held);
  });

  test("never more than ten characters of content or seven of thought", () => {
    const crumbs = fc.array(fc.constantFrom("<", "</", "<t", "<tool", "<tool_call", "</think", "a", "\n", "b"), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(crumbs, fc.constantFrom("content", "reasoning"), (pieces, start) => {
        const parser = createOutputParser({ start });
        let sent = 0;
        let pushed = 0;
        for (const piece of pieces) {
          if (parser.parts.length > 0) return;
          pushed += piece.length;
          for (const event of parser.push(piece)) sent += "text" in event ? event.text.length : 0;
          if (parser.parts.length === 0) expect(pushed - sent).toBeLessThanOrEqual(start === "content" ? 10 : 7);
        }
      }),
      { seed: 10, numRuns: 1000 },
    );
  });
});
