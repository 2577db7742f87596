import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTokenizer } from "../../tokenizer/index.ts";
import type { ByteMachine } from "../contract.ts";
import { compileMachine, createVocabulary, indexVocabulary } from "../tokens/index.ts";
import { type AnswerBody, AnswerGuard, type GuardOptions } from "./answer-guard.ts";
import { callMachine, callsMachine } from "./call-machine.ts";
import { GuardTokens } from "./guard-tokens.ts";
import { gapMachine, literalMachine } from "./literal-machine.ts";
import { sequenceMachine } from "./sequence-machine.ts";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../models/nano/${name}`, import.meta.url), "utf8"));
const tokenizer = createTokenizer(read("tokenizer.json"), read("tokenizer_config.json"));

/** Nano's tags are tokens; the other vocabulary has single bytes and odd pieces of tags only. */
const nano = createVocabulary(tokenizer, { tags: "text" });
const pieces = [
  "<t",
  "<th",
  "think>",
  "</think>y",
  "ink>a",
  "</",
  "think>\n",
  "<tool_call>\n",
  "call>",
  '{"',
  "yes",
  "no",
];
const texts = [...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)), ...pieces.map(bytesOf)];
const odd = indexVocabulary({ size: texts.length, bytes: texts, encode: (text) => [...bytesOf(text)] });
const vocabularies = [
  ["tags as tokens", nano, new GuardTokens(nano)],
  ["tags in pieces", odd, new GuardTokens(odd)],
] as const;
type Known = (typeof vocabularies)[number];

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const yesOrNo: ByteMachine = {
  start: 0,
  next: (state, byte) => ([121, 101, 115][state] === byte ? state + 1 : -1),
  isAccepting: (state) => state === 3,
  plainTextRoom: () => 0,
};
const grammarBody = ([, vocabulary]: Known): AnswerBody => ({
  type: "grammar",
  grammar: compileMachine(sequenceMachine([gapMachine, yesOrNo]), vocabulary),
});
const tools = [
  { name: "get_time", arguments: literalMachine("{}") },
  { name: "get_city", arguments: literalMachine('{"a": 1}') },
];
const textBody = ([, vocabulary]: Known, most = Number.POSITIVE_INFINITY): AnswerBody => ({
  type: "text-with-calls",
  call: compileMachine(callMachine(tools), vocabulary),
  most,
});

type Shape = Partial<Pick<GuardOptions, "start" | "mayThink">>;
const guardOf = (known: Known, body: AnswerBody, shape: Shape = {}) =>
  new AnswerGuard({ tokens: known[2], start: "answer", mayThink: true, body, ...shape });

/** Feeds a text, each time with the longest allowed token; gives what was left when none was. */
function feed(guard: AnswerGuard, [, vocabulary]: Known, text: string): string {
  let rest = bytesOf(text);
  const mask = new Uint32Array(Math.ceil(vocabulary.size / 32));
  while (rest.length > 0) {
    guard.write(mask);
    const token = longestAllowed(vocabulary.bytes, mask, rest);
    if (token < 0) break;
    guard.accept(token);
    rest = rest.subarray(vocabulary.bytes[token]!.length);
  }
  return new TextDecoder().decode(rest);
}

function longestAllowed(all: readonly (Uint8Array | null)[], mask: Uint32Array, rest: Uint8Array): number {
  let best = -1;
  all.forEach((bytes, token) => {
    if (bytes === null || ((mask[token >>> 5]! >>> (token & 31)) & 1) === 0) return;
    const fits = bytes.length <= rest.length && bytes.every((byte, index) => byte === rest[index]);
    if (fits && (best < 0 || bytes.length > all[best]!.length)) best = token;
  });
  return best;
}

describe.each(vocabularies)("%s", (...known) => {
  test.each([
    ["the answer at once", "yes", {}, true],
    ["a thought first", "<think>\nno, or yes?\n</think>\nyes", {}, true],
    ["a thought that names tags", "<think><tool_call>{</think>\n\nyes", {}, true],
    ["an open thought of the prompt", "well</think>yes", { start: "reasoning" }, true],
    ["an answer behind a thought of the prompt", "yes", { start: "content" }, true],
    ["a thought that does not end", "<think>yes", {}, false],
    ["half an answer", "ye", {}, false],
  ] as const)("%s", (_name, text, shape, complete) => {
    const guard = guardOf(known, grammarBody(known), shape);
    expect(feed(guard, known, text)).toBe("");
    expect(guard.mayStop).toBe(complete);
    if (complete) expect(guard.mustStop).toBe(true);
  });

  test.each([
    ["another word", "no", {}, "no"],
    ["more behind the answer", "yes!", {}, "!"],
    ["another word behind a thought", "<think>a</think>no", {}, "no"],
    ["a thought where none may be", "<think>yes", { mayThink: false }, "<think>yes"],
    ["a tag that is none", "<thick", {}, "<thick"],
    ["a second thought", "<think>a</think><think>", {}, "<think>"],
    ["too many line breaks", `<think>a</think>${"\n".repeat(9)}yes`, {}, "\nyes"],
  ] as const)("%s is cut off", (_name, text, shape, rest) => {
    const left = feed(guardOf(known, grammarBody(known), shape), known, text);
    // A possible beginning of <think> is not known to be wrong before the byte that makes it so.
    expect(rest.endsWith(left) && left !== "").toBe(true);
  });

  test("text with calls, well-formed ones only", () => {
    const answer = 'Let me see.\n<tool_call>\n{"name": "get_time", "arguments": {}}\n</tool_call>\nand <tool_callers>';
    const guard = guardOf(known, textBody(known));
    expect(feed(guard, known, answer)).toBe("");
    expect(guard.mayStop).toBe(true);
    const wrong = '<tool_call>\n{"name": "get_tea';
    expect(feed(guardOf(known, textBody(known)), known, wrong)).toBe("ea");
    const open = guardOf(known, textBody(known));
    feed(open, known, '<think>why</think>\n<tool_call>\n{"name"');
    expect([open.mayStop, open.mustStop, open.insideThought]).toEqual([false, false, false]);
  });

  test("behind the last call that is allowed, the answer is over", () => {
    const call = '<tool_call>\n{"name": "get_time", "arguments": {}}\n</tool_call>';
    const guard = guardOf(known, textBody(known, 2));
    expect(feed(guard, known, `Both: ${call}`)).toBe("");
    expect([guard.mayStop, guard.mustStop]).toEqual([true, false]);
    expect(feed(guard, known, `${call}\n${call}`)).toBe(`\n${call}`);
    expect([guard.mayStop, guard.mustStop, guard.isFree]).toEqual([true, true, false]);
    expect(() => guard.acceptBytes(bytesOf("x"))).toThrow(/behind the last call/);
  });

  test.each([true, false])("an answer of calls alone (many: %s)", (many) => {
    const grammar = compileMachine(callsMachine(tools, many), known[1]);
    const call = '<tool_call>\n{"name": "get_city", "arguments": {"a": 1}}\n</tool_call>';
    const guard = guardOf(known, { type: "grammar", grammar }, { mayThink: false });
    expect(feed(guard, known, call)).toBe("");
    expect([guard.mayStop, guard.mustStop]).toEqual([true, !many]);
    expect(feed(guard, known, `\n${call}`) === "").toBe(many);
  });

  test("whatever is drawn from the masks is a thought at most, then the answer", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.boolean(), (draws, thinks) => {
        const [, vocabulary] = known;
        const guard = guardOf(known, grammarBody(known), { mayThink: thinks });
        const mask = new Uint32Array(Math.ceil(vocabulary.size / 32));
        const written: number[] = [];
        for (let count = 0; count < 60 && !guard.mustStop; count++) {
          guard.write(mask);
          const allowed = vocabulary.bytes.flatMap((_, token) =>
            (mask[token >>> 5]! >>> (token & 31)) & 1 ? [token] : [],
          );
          expect(allowed.length).toBeGreaterThan(0);
          const token = allowed[draws.next().value! % allowed.length]!;
          guard.accept(token);
          written.push(...vocabulary.bytes[token]!);
        }
        const text = Buffer.from(written).toString("latin1");
        if (guard.mayStop) expect(text).toMatch(/^(<think>[\s\S]*?<\/think>)?[\r\n]{0,8}yes$/);
        else expect(thinks || "yes".startsWith(text.trimStart())).toBe(true);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

test("a token that is not allowed is refused, and nothing has changed", () => {
  const known = vocabularies[0];
  const guard = guardOf(known, grammarBody(known), { mayThink: false });
  const bad = nano.bytes.findIndex((bytes) => bytes !== null && new TextDecoder().decode(bytes) === "n");
  expect(() => guard.accept(bad)).toThrow(/not allowed/);
  expect(feed(guard, known, "yes")).toBe("");
});
