import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerSoup } from "../../chat/output/tag-soup.ts";
import { loadTokenizer } from "../../tokenizer/index.ts";
import { nanoFolder } from "../llama-cpp/test-nano.ts";
import { createTestTokenizer } from "../native/test-model.ts";
import { TokenLedger } from "./token-ledger.ts";

const bytes = createTestTokenizer();
const nano = await loadTokenizer(nanoFolder);
const end = "<|eot_id|>";

function ledgerOf(tokens: readonly number[], tokenizer = bytes): TokenLedger {
  const stop = tokenizer.idOf(end);
  const ledger = new TokenLedger(tokenizer, (token) => token !== stop);
  for (const token of tokens) ledger.add({ type: "token", token, forced: true });
  ledger.finish();
  return ledger;
}

const textsOf = (ledger: TokenLedger, from: number, to: number) => ledger.take(from, to).map(({ text }) => text);

describe("the tokens of a stretch of text", () => {
  test("each once, in order, whatever the stretches and whoever split the text into tokens", () => {
    const words = fc.constantFrom(" Hello", "世界", "naïve ", "👩‍🚀", "don't", "\n\n", "1234567", "   ", "x");
    const text = fc.tuple(answerSoup, fc.array(words, { maxLength: 12 })).map(([soup, rest]) => soup + rest.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat(400), { maxLength: 8 }), (given, positions) => {
        const tokens = nano.encode(given);
        const decoded = nano.decode(tokens);
        const ledger = ledgerOf(tokens, nano);
        expect(ledger.length).toBe(decoded.length);
        const cuts = [...positions.map((position) => position % (decoded.length + 1)), decoded.length];
        const sorted = cuts.sort((a, b) => a - b);
        const taken: number[] = [];
        let past = 0;
        for (const [index, cut] of sorted.entries()) {
          const stretch = ledger.take(sorted[index - 1] ?? 0, cut).map(({ token }) => token);
          taken.push(...stretch);
          // What was taken so far spells the text up to the cut, and reaches no further than one token behind it.
          expect(nano.decode(taken).startsWith(decoded.slice(0, cut).replace(/[\ud800-\udbff]$/, ""))).toBe(true);
          if (stretch.length > 0)
            expect(nano.decode(taken.slice(0, past + stretch.length - 1)).length).toBeLessThanOrEqual(cut);
          past += stretch.length;
        }
        expect(taken).toEqual(tokens);
      }),
      { seed: 61, numRuns: 400 },
    );
  });

  test("what lies between two stretches is dropped", () => {
    const ledger = ledgerOf(bytes.encode("abcdef"));
    expect(textsOf(ledger, 0, 2)).toEqual(["a", "b"]);
    expect(textsOf(ledger, 4, 5)).toEqual(["e"]);
    expect(textsOf(ledger, 5, 6)).toEqual(["f"]);
    expect(textsOf(ledger, 0, 6)).toEqual([]);
  });

  test("the tokens of one character go together", () => {
    const ledger = ledgerOf(bytes.encode("a世b"));
    expect(textsOf(ledger, 0, 1)).toEqual(["a"]);
    expect(ledger.take(1, 2).map(({ bytes: own }) => own)).toEqual([[0xe4], [0xb8], [0x96]]);
    expect(textsOf(ledger, 2, 3)).toEqual(["b"]);
  });

  test("half a character at the end is text, the token that ends the answer is not", () => {
    const ledger = ledgerOf([...bytes.encode("a世").slice(0, 3), bytes.idOf(end)!]);
    expect(ledger.length).toBe(2);
    expect(textsOf(ledger, 0, 2)).toEqual(["a", "\ufffd", "\ufffd"]);
  });

  test("a tag has its bytes, a control token has none", () => {
    const ledger = ledgerOf([bytes.idOf("<think>")!, bytes.idOf("<|end_of_text|>")!]);
    const [tag, control] = ledger.take(0, ledger.length);
    expect(tag).toMatchObject({ text: "<think>", bytes: [...new TextEncoder().encode("<think>")] });
    expect(control).toMatchObject({ text: "<|end_of_text|>", bytes: null });
  });
});
