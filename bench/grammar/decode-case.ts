/** A process of its own: the time a token takes under constraints, against free text, by turns. */

import { type ChatRequest, type Constraint, Hermes } from "../../src/hermes.ts";
import { median } from "../../src/measure/index.ts";
import { childInput, sendResult } from "../child.ts";

export interface DecodeInput {
  readonly folder: string;
  /** Tokens of each answer. */
  readonly tokens: number;
  readonly rounds: number;
}

export interface DecodeResult {
  readonly cases: readonly {
    readonly name: string;
    /** Median over rounds of (time a token - that of free text) / that of free text. */
    readonly overhead: number;
    /** Between these the true median lies in 95 of 100 runs, whatever the noise looks like: by the ranks of a binomial distribution. */
    readonly interval: readonly [low: number, high: number];
    /** Microseconds a token that the thread of requests computes more than for free text; the model computes in threads of its own. */
    readonly computed: number;
    /** Share of tokens that came without a model step. */
    readonly forced: number;
  }[];
}

const { folder, tokens, rounds } = childInput<DecodeInput>();
const hermes = await Hermes.load({ model: folder });
const fields = Array.from({ length: 60 }, (_, index) => `field_number_${index + 1}_of_the_record`);
const constraints: readonly { readonly name: string; readonly constraint: Constraint }[] = [
  { name: "any text, as a pattern", constraint: { type: "regex", pattern: "[\\s\\S]*" } },
  {
    name: "strings of any text in an array",
    constraint: {
      type: "json-schema",
      schema: { type: "array", items: { type: "string" }, minItems: tokens },
      whitespace: "compact",
    },
  },
  {
    name: "an array of small objects",
    constraint: {
      type: "json-schema",
      schema: {
        type: "array",
        minItems: 200,
        items: {
          type: "object",
          properties: { id: { type: "integer" }, tag: { type: "string", maxLength: 12 } },
          required: ["id", "tag"],
          additionalProperties: false,
        },
      },
      whitespace: "compact",
    },
  },
  {
    name: "a record with long names",
    constraint: schemaOf(Object.fromEntries(fields.map((name) => [name, { type: "boolean" }])), fields),
  },
];

function schemaOf(properties: object, required: readonly string[]): Constraint {
  const schema = { type: "object", properties, required, additionalProperties: false };
  return { type: "json-schema", schema, whitespace: "compact" };
}

interface Turn {
  /** Milliseconds of the whole answer, its prompt (remembered from turn to turn) included: by the clock and computed in this thread. */
  readonly perToken: number;
  readonly computed: number;
  readonly forced: number;
}

async function ask(constraint: Constraint | null, seed: number): Promise<Turn> {
  const before = hermes.stats()!;
  const request: ChatRequest = {
    messages: [{ role: "user", content: "Write." }],
    maxTokens: tokens,
    sampling: { temperature: 1, seed, ...(constraint === null ? { logitBias: forbidden } : {}) },
    ...(constraint === null ? {} : { constraint }),
  };
  const cpu = process.threadCpuUsage();
  const begun = performance.now();
  let count = 0;
  for await (const part of hermes.stream(request)) {
    if (part.type === "finish") count = part.usage.completionTokens;
  }
  const elapsed = performance.now() - begun;
  const { user, system } = process.threadCpuUsage(cpu);
  const after = hermes.stats()!;
  const guessed = after.acceptedTokens - before.acceptedTokens;
  // Alone in the engine: each step writes one token beside those that were guessed or forced.
  const forced = Math.max(0, count - (after.steps - before.steps) - guessed);
  return { perToken: elapsed / count, computed: (user + system) / 1000 / count, forced: forced / count };
}

const forbidden = Object.fromEntries(controlTokens().map((token) => [token, -100]));

function controlTokens(): number[] {
  const tokenizer = hermes.tokens!;
  return Array.from({ length: tokenizer.vocabularySize }, (_, token) => token).filter(
    (token) => tokenizer.tokenBytes(token) === null,
  );
}

function spreadOf(overheads: readonly number[]) {
  const sorted = overheads.toSorted((a, b) => a - b);
  const rank = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
  return { overhead: median(sorted), interval: [sorted[rank]!, sorted.at(-1 - rank)!] as const };
}

const turns = constraints.map((): { free: Turn; bound: Turn }[] => []);
for (let round = -1; round < rounds; round++) {
  for (const [index, { constraint }] of constraints.entries()) {
    const order = (round + index) % 2 === 0;
    const first = await ask(order ? null : constraint, round + 2);
    const second = await ask(order ? constraint : null, round + 2);
    if (round >= 0) turns[index]!.push(order ? { free: first, bound: second } : { free: second, bound: first });
  }
}
await hermes.dispose();
await sendResult({
  cases: constraints.map(({ name }, index) => ({
    name,
    ...spreadOf(turns[index]!.map(({ free, bound }) => bound.perToken / free.perToken - 1)),
    computed: 1000 * median(turns[index]!.map(({ free, bound }) => bound.computed - free.computed)),
    forced: median(turns[index]!.map(({ bound }) => bound.forced)),
  })),
} satisfies DecodeResult);
