import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import type { ByteMachine } from "../contract.ts";
import { ebnfMachine } from "./ebnf-machine.ts";
import { parseGrammar } from "./parse-grammar.ts";
import { ambiguousGrammar, arithmeticGrammar, chessGrammar, jsonGrammar } from "./testing/grammars.ts";
import { derives } from "./testing/naive-recogniser.ts";

type Verdict = "word" | "beginning" | "no";

function verdictOf(machine: ByteMachine, text: string | Uint8Array): Verdict {
  let state = machine.start;
  for (const byte of typeof text === "string" ? new TextEncoder().encode(text) : text) {
    state = machine.next(state, byte);
    if (state < 0) return "no";
  }
  return machine.isAccepting(state) ? "word" : "beginning";
}

const deep = '{"a": '.repeat(500);

describe.each<[name: string, grammar: string, verdicts: readonly [text: string, verdict: Verdict][]]>([
  [
    "JSON",
    jsonGrammar,
    [
      ['{"a": [1, -2.5e+3, "x\\u00e9😀\\n"], "b": {}, "c": [null, true]}', "word"],
      ["[]", "word"],
      ["[1, ", "beginning"],
      ["[1,]", "no"],
      ["01", "no"],
      ['"\\x"', "no"],
      [`${deep}1${"}".repeat(500)}`, "word"],
      [deep, "beginning"],
      [`${deep}1${"}".repeat(501)}`, "no"],
    ],
  ],
  [
    "arithmetic",
    arithmeticGrammar,
    [
      ["a + (b * 2) = 7\n", "word"],
      ["(1+(2+(3+4)))=x\ny=1\n", "word"],
      ["(1+2=3\n", "no"],
      ["1+", "beginning"],
    ],
  ],
  [
    "chess",
    chessGrammar,
    [
      ["1. e4 e5\n2. Nf3 Nc6\n3. Bb5 a6\n", "word"],
      ["1. e4 e5\n", "beginning"],
      ["1. e9", "no"],
      ["1. exd8=Q+ O-O-O#\n12. Nbd7 Qh4xe1", "beginning"],
    ],
  ],
  [
    "left recursion with many readings",
    ambiguousGrammar,
    [
      ["1+2*(3-4)/5", "word"],
      ["((1)", "beginning"],
      ["1+)", "no"],
    ],
  ],
  [
    "hidden left recursion",
    'root ::= empty root "a" | "b"\nempty ::= "x"? ""',
    [
      ["baaa", "word"],
      ["xxbaa", "word"],
      ["xxba", "beginning"],
      ["bx", "no"],
    ],
  ],
  [
    "rules that call each other first",
    'root ::= a "x" | "r"\na ::= b "y" | "a"\nb ::= root "z" | "b"',
    [
      ["ax", "word"],
      ["rzyxzyx", "word"],
      ["byxz", "beginning"],
      ["rx", "no"],
    ],
  ],
  [
    "a rule that is itself",
    'root ::= root | "a"',
    [
      ["a", "word"],
      ["aa", "no"],
      ["", "beginning"],
    ],
  ],
  [
    "nothing",
    'root ::= ""',
    [
      ["", "word"],
      ["a", "no"],
    ],
  ],
  [
    "nested ends that are shared",
    'root ::= "(" root ")" | "[" root "]" | root root |',
    [
      ["([])[]", "word"],
      ["([)", "no"],
    ],
  ],
  [
    "equal halves",
    'root ::= [ab] root [ab] | "="',
    [
      ["ab=ba", "word"],
      ["ab=b", "beginning"],
      ["ab=bab", "no"],
    ],
  ],
  [
    "a rule without a text beside others",
    'root ::= "a" | "b" dead\ndead ::= "c" dead',
    [
      ["a", "word"],
      ["b", "no"],
    ],
  ],
  ["a rule nobody calls", 'root ::= "a"\nother ::= "b" other', [["a", "word"]]],
  [
    "characters of every length",
    "root ::= [a-😀]{2}",
    [
      ["aé", "word"],
      ["日😀", "word"],
      ["a`", "no"],
      ["😁", "no"],
    ],
  ],
])("%s", (_name, grammar, verdicts) => {
  test.each(verdicts)("%j: %s", (text, verdict) => {
    expect(verdictOf(ebnfMachine(grammar), text)).toBe(verdict);
  });
});

test.each([
  ["an overlong form", [0xc1, 0x81]],
  ["an overlong form of three bytes", [0xe0, 0x9f, 0xbf]],
  ["a surrogate", [0xed, 0xa0, 0x80]],
  ["beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
  ["a lone following byte", [0x80]],
])("any character is none of these: %s", (_name, bytes) => {
  expect(verdictOf(ebnfMachine("root ::= ."), Uint8Array.from(bytes))).toBe("no");
});

/** Grammars of up to three rules over two letters, as text. */
const smallGrammar: fc.Arbitrary<string> = fc
  .array(
    fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 3, depthSize: "small" },
        fc.constantFrom('"a"', '"b"', '""', "[ab]", "root", "r1", "r2", '"ab"', "[^a]"),
        fc.tuple(tie("expression"), tie("expression")).map((parts) => parts.join(" ")),
        fc.tuple(tie("expression"), tie("expression")).map((parts) => `(${parts.join(" | ")})`),
        fc
          .tuple(tie("expression"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}", "{1,}"))
          .map(([inner, sign]) => `(${inner})${sign}`),
      ),
    })).expression,
    { minLength: 3, maxLength: 3 },
  )
  .map(([root, first, second]) => `root ::= ${root}\nr1 ::= ${first}\nr2 ::= ${second}`);

const words = ["", "a", "b", "aa", "ab", "ba", "bb", "aab", "aba", "bab", "bba", "abab", "aabb", "bbaa", "ababa"];

test("random grammars: what the definition says, and no state without a word behind it", () => {
  let refused = 0;
  fc.assert(
    fc.property(smallGrammar, (text) => {
      const grammar = parseGrammar(text);
      let machine: ByteMachine;
      try {
        machine = ebnfMachine(text);
      } catch (error) {
        if (!isHermesError(error, "schema-unsupported")) throw error;
        expect(words.some((word) => derives(grammar, word))).toBe(false);
        refused++;
        return;
      }
      for (const word of words)
        expect([word, verdictOf(machine, word) === "word"]).toEqual([word, derives(grammar, word)]);
      for (const word of words.slice(0, 7))
        if (verdictOf(machine, word) !== "no") expect(shortestEnd(machine, word)).not.toBe(null);
    }),
    { numRuns: 300, seed: 11 },
  );
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(150);
}, 20_000);

/** A word that begins so, by walking all states in turn; null where none is found near. */
function shortestEnd(machine: ByteMachine, beginning: string): number | null {
  let state = machine.start;
  for (const byte of new TextEncoder().encode(beginning)) state = machine.next(state, byte);
  const seen = new Set([state]);
  for (const reached of seen) {
    if (machine.isAccepting(reached)) return seen.size;
    if (seen.size > 2000) return null;
    for (const byte of [0x61, 0x62, 0x63]) {
      const next = machine.next(reached, byte);
      if (next >= 0) seen.add(next);
    }
  }
  return null;
}

describe("states are few where futures are equal", () => {
  test.each<[name: string, grammar: string, text: string, most: number]>([
    ["a list by right recursion", 'root ::= [a-z]+ ("," root)?', "ab,".repeat(500), 10],
    ["a list by left recursion", 'root ::= root "," [a-z]+ | [a-z]+', "ab,".repeat(500), 10],
    ["all readings of a sum", ambiguousGrammar, "1+".repeat(500), 20],
    ["all readings of a row", "root ::= root root | root root root | [ab] |", "ab".repeat(500), 20],
    ["brackets that are closed again", jsonGrammar, `[${'{"a":[1]},'.repeat(200)}`, 120],
  ])("%s", (_name, grammar, text, most) => {
    const machine = ebnfMachine(grammar);
    expect(verdictOf(machine, text)).not.toBe("no");
    expect(machine.stateCount).toBeLessThan(most);
  });
});

describe("hostile grammars end", () => {
  test("a text whose readings only grow meets a limit", () => {
    const machine = ebnfMachine('root ::= "a" root "a" | "a" root "b" | "a"');
    expect(verdictOf(machine, "a".repeat(2001))).toBe("word");
    expect(() => verdictOf(machine, "a".repeat(100_000))).toThrow(/more than/);
  });

  test("brackets as deep as the text is long", () => {
    expect(verdictOf(ebnfMachine('root ::= "(" root ")" | "x"'), `${"(".repeat(5000)}x${")".repeat(5000)}`)).toBe(
      "word",
    );
  });

  test("a chain of rules, each of which is all of the one before", () => {
    const chain = (length: number) => {
      const rules = Array.from({ length }, (_, rule) => `r${rule} ::= r${rule + 1} "b"? | r${rule + 1}`);
      return ebnfMachine(`root ::= r0\n${rules.join("\n")}\nr${length} ::= "a"`);
    };
    expect(verdictOf(chain(300), "abb")).toBe("word");
    expect(() => chain(1000)).toThrow(/callers of rules: more than/);
  });

  test("a chain of rules, each of which ends as the one before", () => {
    const rules = Array.from({ length: 300 }, (_, rule) => `r${rule} ::= r${rule + 1} | "b" r${rule + 1}`);
    expect(verdictOf(ebnfMachine(`root ::= r0\n${rules.join("\n")}\nr300 ::= "a"`), "bba")).toBe("word");
  });
});

test("inside a string any text may follow, and masks need not look at it", () => {
  const machine = ebnfMachine(jsonGrammar);
  const inside = [...'{"k'].reduce((state, sign) => machine.next(state, sign.charCodeAt(0)), machine.start);
  expect([machine.plainTextRoom(inside), machine.textRoom!(inside)]).toEqual([Infinity, Infinity]);
  expect([machine.plainTextRoom(machine.start), machine.textRoom!(machine.start)]).toEqual([0, 0]);
  const ascii = ebnfMachine('root ::= "<" [ -~]* ">"');
  const behind = ascii.next(ascii.start, 0x3c);
  expect([ascii.plainTextRoom(behind), ascii.textRoom!(behind)]).toEqual([Infinity, 0]);
});
