import type { ByteMachine } from "../../src/grammar/contract.ts";
import {
  bytesBetween,
  choice,
  createMachine,
  digit,
  literal,
  plainByte,
  repeated,
  sequence,
} from "../../src/grammar/tokens/testing/toy-language.ts";
import { brackets, createStringMachine } from "../../src/grammar/tokens/testing/toy-machines.ts";

export interface MaskCase {
  readonly name: string;
  readonly createMachine: () => ByteMachine;
  /** A word of the language; a mask is made before each of its tokens and behind the last. */
  readonly text: string;
}

const prose =
  '"The engine writes one answer at a time; 日本語 and Ελληνικά are text like any other, and \\"quotes\\" are escaped.\\nA second line."';
const lower = bytesBetween(0x61, 0x7a);
const words = Array.from({ length: 200 }, (_, index) => `value-${(index * 7919).toString(36)}`);

/** As plain as a string machine can be written without hints. */
const freeString = sequence(literal('"'), repeated(plainByte), literal('"'));

const record = sequence(
  literal('{"'),
  choice(literal('orderId": '), literal('orderName": ')),
  choice(sequence(digit, repeated(digit)), freeString),
  literal(', "state": "'),
  choice(...words.map(literal)),
  literal('"}'),
);

export const maskCases: readonly MaskCase[] = [
  { name: "JSON string", createMachine: () => createStringMachine(), text: prose },
  { name: "JSON string, plain hint", createMachine: () => createStringMachine({ hints: "plain" }), text: prose },
  { name: "JSON string, no hint", createMachine: () => createStringMachine({ hints: "none" }), text: prose },
  {
    name: "string of 100",
    createMachine: () => createStringMachine({ mostCharacters: 100 }),
    text: '"The quick brown fox jumps over it all."',
  },
  {
    name: "string of 20",
    createMachine: () => createStringMachine({ mostCharacters: 20 }),
    text: '"The quick brown fox."',
  },
  {
    name: "pattern [a-z]+",
    createMachine: () => createMachine(sequence(lower, repeated(lower))),
    text: "transformations",
  },
  {
    name: "pattern [a-z -]+, none",
    createMachine: () => createMachine(freeString),
    text: '"plain text without any hint"',
  },
  { name: "one of 200 words", createMachine: () => createMachine(choice(...words.map(literal))), text: words[150]! },
  { name: "digits", createMachine: () => createMachine(sequence(digit, repeated(digit))), text: "31415926535" },
  {
    name: "object",
    createMachine: () => createMachine(record),
    text: `{"orderName": "a name", "state": "${words[77]}"}`,
  },
  { name: "brackets", createMachine: () => brackets, text: "(((()))(()))" },
];
