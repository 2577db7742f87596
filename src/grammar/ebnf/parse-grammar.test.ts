import { describe, expect, test } from "vitest";
import { ebnfMachine } from "./ebnf-machine.ts";
import { parseGrammar } from "./parse-grammar.ts";

describe("what is no grammar of ours is refused with its place", () => {
  test.each<[name: string, grammar: string, code: string, message: RegExp]>([
    ["nothing", "", "schema-invalid", /no rule root.*\(line 1, column 1\)/],
    ["comments alone", "# root ::= x", "schema-invalid", /no rule root/],
    ["no root", 'a ::= "x"', "schema-invalid", /no rule root/],
    ["prose", "Write JSON.", "schema-invalid", /expected ::= behind the name Write.*line 1, column 1/],
    ["an unknown rule", 'root ::= "a"\n  | b "c"', "schema-invalid", /the rule b is not defined \(line 2, column 5\)/],
    ["two rules of a name", 'root ::= "a"\nroot ::= "b"', "schema-invalid", /second rule root \(line 2, column 1\)/],
    ["an open string", 'root ::= "a\n"', "schema-invalid", /without its closing " \(line 1, column 10\)/],
    ["an open class", "root ::= [a", "schema-invalid", /without its closing \] \(line 1, column 10\)/],
    ["an open group", 'root ::= ("a" | "b"\na ::= "c"', "schema-invalid", /without its closing \)/],
    ["a closed group", 'root ::= "a")', "schema-invalid", /expected a string.*found "\)" \(line 1, column 13\)/],
    ["a repetition of nothing", "root ::= *", "schema-invalid", /found "\*"/],
    ["single quotes", "root ::= 'a'", "schema-invalid", /single quotes/],
    ["an unknown escape", 'root ::= "\\q"', "schema-invalid", /unknown escape "\\\\q".*column 11/],
    ["a short escape", 'root ::= "\\u12"', "schema-invalid", /unknown escape/],
    ["an escape too far", 'root ::= "\\U00110000"', "schema-invalid", /behind the last character/],
    ["half a character", 'root ::= "\\uD83D"', "schema-invalid", /half a character/],
    ["a range backwards", "root ::= [z-a]", "schema-invalid", /end lies before/],
    ["a repetition backwards", 'root ::= "a"{3,2}', "schema-invalid", /end lies before/],
    ["a repetition without a number", 'root ::= "a"{,}', "schema-invalid", /as in \{2\}/],
    ["a repetition that is none", 'root ::= "a"{x}', "schema-invalid", /as in \{2\}/],
    ["columns in characters", 'root ::= "😀" !', "schema-invalid", /column 14/],
    ["a lookahead", 'root ::= (="a") "a"', "schema-unsupported", /a lookahead \(line 1, column 10\)/],
    ["a token", "root ::= <think>", "schema-unsupported", /a token/],
    ["a token by number", "root ::= !<[1000]>", "schema-unsupported", /a token/],
    ["a macro", 'root ::= TagDispatch(("a", b))\nb ::= "c"', "schema-unsupported", /TagDispatch/],
    ["Lark", "start: WORD+\nWORD: /[a-z]+/\n", "schema-unsupported", /for Lark; send EBNF.*line 1/],
    ["Lark with imports", "// words\n%import common.WORD\n?start: WORD", "schema-unsupported", /for Lark.*line 2/],
    ["llguidance's Lark", '%llguidance {}\nstart: "a"', "schema-unsupported", /for llguidance/],
    ["no text at all", 'root ::= "a" root', "schema-unsupported", /no text can be derived/],
    ["an empty class", "root ::= []", "schema-unsupported", /no text can be derived/],
    ["surrogates", "root ::= [\\uD800-\\uDFFF]", "schema-unsupported", /no text can be derived/],
    ["a long repetition", 'root ::= "a"{1,100000}', "grammar-limit", /a repetition: more than/],
    ["repetitions of repetitions", 'root ::= (("a"{1000}){1000}){1000}', "grammar-limit", /repetitions written out/],
    ["repetitions of nothing", 'root ::= (((""){9999}){9999}){9999}', "grammar-limit", /repetitions written out/],
    ["a pile of repetitions", `root ::= "a"${"?".repeat(1000)}`, "grammar-limit", /repetitions of repetitions/],
    ["deep groups", `root ::= ${"(".repeat(1000)}`, "grammar-limit", /groups inside groups/],
    [
      "many rules",
      Array.from({ length: 10_001 }, (_, rule) => `r${rule} ::= "a"`).join("\n"),
      "grammar-limit",
      /rules/,
    ],
  ])("%s", (_name, grammar, code, message) => {
    let thrown: unknown;
    try {
      ebnfMachine(grammar);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: "HermesError", code, message: expect.stringMatching(message) });
  });
});

test.each<[name: string, grammar: string, same: string]>([
  [
    "rules over several lines",
    'root ::=\n  "a"\n  | "b"  # or\n\n  "c"\r\nx ::= ""',
    'root ::= "a" | "b" "c"\nx ::= ""',
  ],
  ["a sign before the name of the next rule", 'root ::= x*\nx ::= "a"', 'root ::= x{0,}\nx ::= "a"'],
  ["escapes", 'root ::= "\\x41\\u00e9\\u{1F600}\\U0001F600\\"\\\\"', 'root ::= "Aé😀😀\\x22\\x5C"'],
  ["classes", "root ::= [a-c\\]\\-^-]", "root ::= [\\x2D\\x5D\\x5Eabc]"],
  ["a class of all but some", "root ::= [^a]", "root ::= [\\x00-`b-\\U0010FFFF]"],
  ["any character", "root ::= .", "root ::= [\\x00-\\U0010FFFF]"],
  ["no lower bound", 'root ::= "a"{,3}', 'root ::= "a"{0,3}'],
  ["a comment with quotes", 'root ::= "#" # "a" | [b\n', 'root ::= "\\x23"'],
])("%s", (_name, grammar, same) => {
  expect(withoutPositions(grammar)).toEqual(withoutPositions(same));
});

function withoutPositions(grammar: string): unknown {
  return JSON.parse(
    JSON.stringify([...parseGrammar(grammar)], (key, value) => (key === "position" ? undefined : value)),
  );
}
