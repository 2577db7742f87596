import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { createTokenizer } from "../tokenizer/index.ts";
import type { Constraint } from "./constraint.ts";
import { GrammarCompiler, type GuardRequest } from "./grammar-compiler.ts";
import { RuleCompiler } from "./rule-compiler.ts";
import { CompileThread, type CompileThreadLimits } from "./worker/index.ts";

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../models/nano/${name}`, import.meta.url), "utf8"));
const tokenizer = createTokenizer(read("tokenizer.json"), read("tokenizer_config.json"));
const open: GrammarCompiler[] = [];
afterEach(() => Promise.all(open.splice(0).map((compiler) => compiler.dispose())));

/** With tables and code that others have used before. */
async function warmCompiler(limits: Partial<CompileThreadLimits> = {}): Promise<GrammarCompiler> {
  const compiler = new GrammarCompiler(tokenizer, new RuleCompiler(new CompileThread(limits)));
  open.push(compiler);
  await compiler.guardFor(request({ type: "json-object" }));
  return compiler;
}

const request = (rule: GuardRequest["rule"]): GuardRequest => ({
  rule,
  start: "content",
  prefill: "",
  mayThink: false,
});
const bytes = (text: string) => new TextEncoder().encode(text);

/**
 * How long a timer of 5 ms had to wait at most while something was done: milliseconds that this thread computed meanwhile, so that what
 * else runs on the machine does not count.
 */
async function longestGap(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = computed();
  const look = () => {
    const now = computed();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 5);
  await work();
  look();
  clearInterval(timer);
  return longest;
}

/** Milliseconds that this thread has computed; where Node does not tell, those that have passed. */
function computed(): number {
  if (typeof process.threadCpuUsage !== "function") return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const times = <Value>(count: number, create: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => create(index));
const schema = (value: unknown): Constraint => ({ type: "json-schema", schema: JSON.stringify(value) });

/** Thirty schemas that lead to each other, in 1,800 branches of which one only may hold: most of a second. */
const tangled = schema({
  $ref: "#/$defs/d0",
  $defs: Object.fromEntries(
    times(30, (row) => [
      `d${row}`,
      {
        oneOf: times(60, (branch) => ({
          type: "object",
          required: [`k${branch % 7}`],
          properties: { [`k${branch % 7}`]: { $ref: `#/$defs/d${(row + branch) % 30}` }, t: { const: branch } },
        })),
      },
    ]),
  ),
});
/** 1.5 KB that take a second, all of it in one search. */
const searching = schema({
  type: "object",
  minProperties: 300,
  patternProperties: Object.fromEntries(times(40, (count) => [`x.{${count}}y`, { type: "integer" }])),
});
const wide = schema({
  properties: Object.fromEntries(times(1000, (name) => [`property${name}`, { minLength: name }])),
});
const tools = (parameters: Constraint): GuardRequest["rule"] => ({
  type: "tools",
  tools: [
    { name: "a", parameters: parameters.type === "json-schema" ? String(parameters.schema) : null, strict: false },
  ],
  choice: "auto",
  parallel: true,
});

/** What others may have to wait, on a slow machine. */
const MOST_GAP_MS = 100;

describe("while a rule is compiled, timers go on", () => {
  test.each<[name: string, rule: GuardRequest["rule"], begins: string]>([
    ["tangled branches", tangled, '{"k'],
    ["many properties", wide, '{"property12'],
    ["a tool", tools(tangled), '<tool_call>\n{"name": "a", "arguments": {"k'],
    ["many texts", { type: "choice", choices: times(50_000, (text) => `text ${text * 7919}`) }, "text 79"],
    ["a pattern of many copies", { type: "regex", pattern: "(?:[\\p{L}\\p{N}]{1,300}-){20}" }, "Ab"],
  ])("%s", async (_name, rule, begins) => {
    const compiler = await warmCompiler();
    let taken = 0;
    const gap = await longestGap(async () => {
      const start = performance.now();
      const { guard, notes } = await compiler.guardFor(request(rule));
      taken = performance.now() - start;
      expect(notes).toEqual([]);
      // Whole states come into being at the first bytes.
      for (const byte of bytes(begins)) {
        await new Promise((resolve) => setTimeout(resolve));
        guard.acceptBytes(Uint8Array.of(byte));
      }
    });
    expect(gap, `of ${Math.round(taken)} ms`).toBeLessThan(MOST_GAP_MS);
  });

  test.each<[name: string, rule: GuardRequest["rule"]]>([
    ["tangled branches", tangled],
    ["one long search", searching],
    ["a tool that need not be strict", tools(searching)],
  ])("%s over the limit are refused in time, and others are served meanwhile", async (_name, rule) => {
    const compiler = await warmCompiler({ compileMs: 50 });
    const start = performance.now();
    const refused = compiler.guardFor(request(rule));
    const other = await compiler.guardFor(request(schema({ type: "object", required: ["other"] })));
    other.guard.acceptBytes(bytes('{"other"'));
    const gap = await longestGap(() =>
      expect(refused).rejects.toMatchObject({
        code: "grammar-limit",
        facts: { what: "milliseconds of compiling", limit: 50 },
      }),
    );
    expect(performance.now() - start).toBeLessThan(5000);
    expect(gap).toBeLessThan(MOST_GAP_MS);
  });
});

test("who asks for the same at the same time shares one compilation", async () => {
  const compiler = await warmCompiler();
  const guards = await Promise.all(times(3, () => compiler.guardFor(request(tangled))));
  const start = performance.now();
  await compiler.guardFor(request(tangled));
  expect(performance.now() - start).toBeLessThan(50);
  for (const { guard } of guards) guard.acceptBytes(bytes('{"k1'));
});

test("what is prepared is there before the first request, made in steps", async () => {
  const compiler = new GrammarCompiler(tokenizer);
  open.push(compiler);
  expect(await longestGap(() => compiler.prepare())).toBeLessThan(MOST_GAP_MS);
  const gap = await longestGap(() => compiler.guardFor(request({ type: "json-object" })));
  expect(gap).toBeLessThan(20);
});
