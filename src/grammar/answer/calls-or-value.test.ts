import { describe, expect, test } from "vitest";
import type { ByteMachine } from "../contract.ts";
import { utf8Machine, wholeMatchLanguage } from "../regex/index.ts";
import { callsMachine } from "./call-machine.ts";
import { callsOrValueMachine } from "./calls-or-value.ts";
import { literalMachine } from "./literal-machine.ts";

const tools = [
  { name: "get_time", arguments: literalMachine("{}") },
  { name: "get_city", arguments: literalMachine('{"a": 1}') },
];
const call = '<tool_call>\n{"name": "get_time", "arguments": {}}\n</tool_call>';

function machineOf(pattern: string, many = true): ByteMachine {
  return callsOrValueMachine(callsMachine(tools, many), utf8Machine(wholeMatchLanguage(pattern))!);
}

function verdictOf(machine: ByteMachine, text: string): "word" | "beginning" | "no" {
  let state = machine.start;
  for (const byte of new TextEncoder().encode(text)) {
    state = machine.next(state, byte);
    if (state < 0) return "no";
  }
  return machine.isAccepting(state) ? "word" : "beginning";
}

describe("calls or a value", () => {
  test.each<[name: string, pattern: string, text: string, verdict: ReturnType<typeof verdictOf>]>([
    ["a value", "a+", "aa", "word"],
    ["a call", "a+", call, "word"],
    ["several calls", "a+", `${call}\n${call}`, "word"],
    ["text in front of a call", "a+", `a${call}`, "no"],
    ["a value behind a call", "a+", `${call}a`, "no"],
    ["both so far", "<.*", "<tool_", "word"],
    ["a value that nearly begins as a call", "<.*", "<tool_cold>", "word"],
    ["a value that begins as a call is none", "<.*", "<tool_call>x", "no"],
    ["nor at once", "<tool_call>", "<tool_call>", "beginning"],
    ["a value that holds a call later", "x.*", "x<tool_call>x", "word"],
    ["an empty value", "a*", "", "word"],
  ])("%s", (_name, pattern, text, verdict) => {
    expect(verdictOf(machineOf(pattern), text)).toBe(verdict);
  });

  test("one call only, where there may be no more", () => {
    expect(verdictOf(machineOf("a", false), `${call}\n`)).toBe("no");
  });

  test("text inside a value is known to be text", () => {
    const machine = machineOf('"[^"\\\\\\u0000-\\u001f]*"');
    const inside = [...'"<tool_call>'].reduce((state, sign) => machine.next(state, sign.charCodeAt(0)), machine.start);
    expect(machine.plainTextRoom(inside)).toBeGreaterThan(1000);
    expect(machine.plainTextRoom(machine.start)).toBe(0);
  });
});
