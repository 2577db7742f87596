/** One of each shape of language, by name; shared by the tests of masks and of matchers. */
import type { ByteMachine } from "../../contract.ts";
import { bytesBetween, choice, createMachine, digit, literal, plainByte, repeated, sequence } from "./toy-language.ts";
import { brackets, createStringMachine, createUniqueStrings } from "./toy-machines.ts";

export interface ToyCase {
  readonly name: string;
  readonly machine: ByteMachine;
  /** Words of the language; the cases are looked at in every state along them. */
  readonly words: readonly string[];
  /** Too slow for the reference over a large vocabulary: nearly every token is a state of its own. */
  readonly isSlow?: true;
}

const orders = createMachine(
  sequence(
    literal('{"'),
    choice(literal('orderId": '), literal('orderName": ')),
    choice(sequence(digit, repeated(digit)), sequence(literal('"'), repeated(plainByte), literal('"'))),
    literal("}"),
  ),
);

export const toyCases: readonly ToyCase[] = [
  {
    name: "a choice of words",
    machine: createMachine(choice(...["yes", "yesterday", "no", "été", "étude"].map(literal))),
    words: ["yesterday", "étude", "no"],
  },
  { name: "brackets", machine: brackets, words: ["((())())"] },
  { name: "digits", machine: createMachine(sequence(digit, repeated(digit))), words: ["2026"] },
  { name: "lower case without hints", machine: createMachine(repeated(bytesBetween(0x61, 0x7a))), words: ["abc"] },
  { name: "an object", machine: orders, words: ['{"orderId": 17}', '{"orderName": "a b"}'] },
  { name: "a string", machine: createStringMachine(), words: ['"Zoë said \\"日本\\" \\u00e9 😀"'] },
  { name: "a string, hint for plain text", machine: createStringMachine({ hints: "plain" }), words: ['"aé"'] },
  { name: "a string without hints", machine: createStringMachine({ hints: "none" }), words: ['"aé"'] },
  {
    name: "different strings",
    machine: createUniqueStrings("uniform"),
    words: ['["a","é\\n","aé"]'],
    isSlow: true,
  },
  {
    name: "different strings, hints up to text",
    machine: createUniqueStrings("text"),
    words: ['["a","b"]'],
    isSlow: true,
  },
  { name: "a string, hints up to limit", machine: createStringMachine({ hints: "limit" }), words: ['"aé"'] },
  {
    name: "a string that tells half its room",
    machine: createStringMachine({ mostCharacters: 11, toldRoom: 0.5 }),
    words: ['"abé"'],
  },
  ...[2, 7, 40].flatMap((mostCharacters) =>
    (["plain", "text", "limit"] as const).map((hints) => ({
      name: `a string of at most ${mostCharacters} characters, hints up to ${hints}`,
      machine: createStringMachine({ mostCharacters, hints }),
      words: ['"é\\n"'],
    })),
  ),
];
