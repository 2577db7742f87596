import { describe, expect, test } from "vitest";
import { ProvingCompilation } from "../compilation.ts";
import type { ByteMachine } from "../contract.ts";
import { structuralTagMachine } from "../structural-tag/index.ts";
import { compileMachine, createVocabulary } from "../tokens/index.ts";
import { allowedByReference, feed, tokensOf } from "../tokens/testing/reference-mask.ts";
import { createLlamaTokenizer, loadNanoTokenizer } from "../tokens/testing/vocabularies.ts";
import { ebnfMachine } from "./ebnf-machine.ts";
import { ambiguousGrammar, arithmeticGrammar, chessGrammar, jsonGrammar } from "./testing/grammars.ts";

/** Masks of grammars and structural tags beside those of a reference that tries every token. */

const vocabularies = {
  nano: createVocabulary(await loadNanoTokenizer()),
  llama: createVocabulary(createLlamaTokenizer(), { tags: "text" }),
};
const schema = { type: "object", properties: { city: { type: "string", maxLength: 9 } }, required: ["city"] };
const tag = { structures: [{ begin: "<tool_call>\n", schema, end: "\n</tool_call>" }], triggers: ["<tool_call>"] };

const cases: readonly (readonly [name: string, create: () => ByteMachine, word: string])[] = [
  ["JSON", () => ebnfMachine(jsonGrammar), '{"name": "Zoë 😀\\n", "n": [1.5e3, true]}'],
  ["arithmetic", () => ebnfMachine(arithmeticGrammar), "(a + 12) * b = c\n"],
  ["chess", () => ebnfMachine(chessGrammar), "1. e4 e5\n2. Nf3 Nc6\n"],
  ["many readings", () => ebnfMachine(ambiguousGrammar), "1+(2*3)-44"],
  [
    "a structural tag",
    () => structuralTagMachine(JSON.stringify(tag), new ProvingCompilation()).machine,
    'Hm <b>: <tool_call>\n{"city": "Rome"}\n</tool_call> é.',
  ],
];

describe.each(Object.entries(vocabularies))("over %s", (_name, vocabulary) => {
  test.each(cases)("%s", (_case, create, word) => {
    const machine = create();
    const matcher = compileMachine(create, vocabulary).createMatcher();
    const mask = new Uint32Array(vocabulary.index.maskWords);
    let state = machine.start;
    const tokens = vocabulary.encode(word);
    const step = vocabulary.size > 100_000 ? 9 : 1;
    for (const [index, token] of tokens.entries()) {
      matcher.allowedTokens(mask);
      if (index % step === 0) expect(tokensOf(mask)).toEqual(allowedByReference(machine, state, vocabulary));
      matcher.accept(token);
      state = feed(machine, state, vocabulary.bytes[token]!);
    }
    expect(matcher.isComplete()).toBe(true);
  });
});
