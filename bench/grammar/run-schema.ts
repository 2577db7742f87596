import type { RealisticSchema } from "../../src/grammar/json/testing/realistic-schemas.ts";
import type { EngineMatcher, GrammarEngine } from "./engine.ts";

/** What one engine did with one schema. Times in microseconds. */
export interface SchemaRun {
  readonly name: string;
  readonly refused: string | null;
  readonly compile: number;
  /** One mask a place of every valid value, the grammar compiled anew for each value. */
  readonly masks: readonly number[];
  /** Tokens that `forced` gave, of all tokens of valid values. */
  readonly forcedTokens: number;
  readonly tokens: number;
  readonly validRejected: readonly string[];
  readonly invalidAccepted: readonly string[];
  /** Places were left out because the schema had used its time. */
  readonly cut: boolean;
}

/** An engine that needs longer for one schema is not asked for the rest of it. */
const MOST_MICROSECONDS = 8e6;

/** Each value is fed so often; of a place's times the median counts, so that what other programs take away falls out. */
const ROUNDS = 3;

/** Compiles the schema for every value and feeds the value's tokens, each after its mask. */
export async function runSchema(
  engine: GrammarEngine,
  { name, schema, valid, invalid }: RealisticSchema,
  encode: (text: string) => readonly number[],
): Promise<SchemaRun> {
  const run = new Run(engine, JSON.stringify(schema));
  try {
    const [validRejected, invalidAccepted]: [string[], string[]] = [[], []];
    for (const text of valid.flatMap(spellings)) {
      if (!(await run.acceptsTimed(encode(text)))) validRejected.push(text);
    }
    for (const text of invalid.flatMap(spellings)) {
      if (await run.accepts(encode(text), false, null)) invalidAccepted.push(text);
    }
    return { name, refused: null, ...run.figures(), validRejected, invalidAccepted };
  } catch (error) {
    if (run.compiled) throw error;
    const refused = error instanceof Error ? error.message : String(error);
    return { name, refused, ...run.figures(), validRejected: [], invalidAccepted: [] };
  }
}

function spellings(value: unknown): string[] {
  return [JSON.stringify(value), JSON.stringify(value, null, 2)];
}

class Run {
  readonly #engine: GrammarEngine;
  readonly #schema: string;
  readonly #compiles: number[] = [];
  readonly #masks: number[] = [];
  #forced = 0;
  #tokens = 0;
  #spent = 0;

  constructor(engine: GrammarEngine, schema: string) {
    this.#engine = engine;
    this.#schema = schema;
  }

  get compiled(): boolean {
    return this.#compiles.length > 0;
  }

  figures() {
    return {
      compile: median(this.#compiles),
      masks: this.#masks,
      forcedTokens: this.#forced,
      tokens: this.#tokens,
      cut: this.#spent > MOST_MICROSECONDS,
    };
  }

  async acceptsTimed(tokens: readonly number[]): Promise<boolean> {
    const rounds: number[][] = [];
    let accepted = true;
    for (let round = 0; round < ROUNDS; round++) {
      const times: number[] = [];
      accepted = await this.accepts(tokens, true, times);
      rounds.push(times);
    }
    for (let place = 0; place < rounds[0]!.length; place++) {
      this.#masks.push(median(rounds.flatMap((times) => times[place] ?? [])));
    }
    return accepted;
  }

  /** Where time is up the answer is what was expected. `times` gets that of each mask. */
  async accepts(tokens: readonly number[], expected: boolean, times: number[] | null): Promise<boolean> {
    if (this.#spent > MOST_MICROSECONDS) return expected;
    const start = performance.now();
    const matcher = await this.#engine.compile(this.#schema);
    this.#compiles.push(1000 * (performance.now() - start));
    try {
      return await this.#feed(matcher, tokens, times);
    } finally {
      matcher.dispose();
    }
  }

  async #feed(matcher: EngineMatcher, tokens: readonly number[], times: number[] | null): Promise<boolean> {
    let forced: readonly number[] = [];
    for (const token of tokens) {
      if (times !== null) {
        if (forced.length === 0) forced = matcher.forced();
        this.#forced += forced[0] === token ? 1 : 0;
        forced = forced[0] === token ? forced.slice(1) : [];
        this.#tokens++;
      }
      await this.#mask(matcher, times);
      if (!matcher.allows(token)) return false;
      matcher.accept(token);
    }
    await this.#mask(matcher, times);
    return matcher.canEnd();
  }

  async #mask(matcher: EngineMatcher, times: number[] | null): Promise<void> {
    const start = performance.now();
    const pending = matcher.computeMask();
    if (pending !== undefined) await pending;
    const time = 1000 * (performance.now() - start);
    this.#spent += time;
    times?.push(time);
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
