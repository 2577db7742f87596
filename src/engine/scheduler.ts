import { HermesError } from "../errors.ts";
import type { BlockManager } from "./blocks/block-manager.ts";
import { failAlone } from "./failures.ts";
import type { EngineLimits } from "./limits.ts";
import type { Sequence } from "./sequence.ts";
import { Tally } from "./tally.ts";

/** One sequence's part of the next step. */
export interface StepPart {
  readonly sequence: Sequence;
  /** Tokens of the sequence that are computed, behind those its blocks hold already. At least one. */
  readonly tokens: number;
  /** Guessed tokens that are computed behind those. Only where the part ends at the sequence's last token. */
  readonly draft: readonly number[];
}

export interface SchedulerOptions {
  readonly limits: EngineLimits;
  /** Most tokens of one step of the model. */
  readonly maxStepTokens: number;
  /** Least probability that makes a guessed token worth checking beside so many decoding sequences; null for no guesses. */
  readonly fairChance: (streams: number) => number | null;
}

/**
 * Decides which sequences run and what the next step computes. Running answers come first, one token each; then prompts, in the
 * order of their arrival, in chunks short enough that no answer waits long; then newcomers, first come, first served; then
 * guesses. When blocks run out, the latest admitted sequence gives its own back and waits at the front of the line.
 */
export class Scheduler {
  readonly #blocks: BlockManager;
  readonly #options: SchedulerOptions;
  /** In the order of their arrival. */
  #waiting: Sequence[] = [];
  /** In the order of their admission. */
  #running: Sequence[] = [];
  /** The sequence that found too few blocks, and how many there were: until there are more, asking again is no use. */
  #refused: { readonly sequence: Sequence; readonly available: number } | null = null;
  readonly #tally = new Tally();
  #preemptions = 0;
  #cachedTokens = 0;

  constructor(blocks: BlockManager, options: SchedulerOptions) {
    this.#blocks = blocks;
    this.#options = options;
  }

  get counts() {
    const [running, waiting] = [this.#running.length, this.#waiting.length];
    const tokens = this.#tally.total(this.sequences);
    return { running, waiting, ...tokens, preemptions: this.#preemptions, cachedTokens: this.#cachedTokens };
  }

  get idle(): boolean {
    return this.#running.length + this.#waiting.length === 0;
  }

  add(sequence: Sequence): void {
    this.#waiting.push(sequence);
  }

  /** All sequences that are not finished. */
  get sequences(): readonly Sequence[] {
    return [...this.#running, ...this.#waiting];
  }

  /** Lets cancelled and finished sequences go; their blocks are free at once. */
  retire(): void {
    for (const sequence of this.#running) {
      if (sequence.status === "cancelled") sequence.finish("cancelled");
      if (sequence.status === "finished") this.#blocks.release(sequence.table);
    }
    for (const sequence of this.sequences) if (sequence.status === "finished") this.#tally.add(sequence);
    const goesOn = ({ status }: Sequence): boolean => status !== "finished";
    this.#running = this.#running.filter(goesOn);
    this.#waiting = this.#waiting.filter(goesOn);
  }

  /** The parts of the next step; empty when nothing is left to compute. */
  plan(): readonly StepPart[] {
    this.retire();
    const { limits, maxStepTokens } = this.#options;
    this.#secureBlocks();
    const streams = this.#running.filter(({ status }) => status === "decoding");
    const most =
      streams.length === 0 ? limits.stepTokens : Math.min(limits.prefillChunk, maxStepTokens - streams.length);
    const budget = { left: most };
    const parts = streams.map((sequence) => this.#streamPart(sequence, budget));
    for (const sequence of this.#running) {
      if (sequence.status === "prefilling" && budget.left > 0) parts.push(takePart(sequence, budget));
    }
    for (const sequence of this.#admissions(budget)) parts.push(takePart(sequence, budget));
    this.#failUnfit(parts);
    return this.#withDrafts(parts, streams.length);
  }

  /** Makes sure that every running sequence has the blocks it needs next; the latest admitted ones pay for it. */
  #secureBlocks(): void {
    for (const sequence of [...this.#running]) {
      const { status, table, tokens } = sequence;
      const length = status === "decoding" ? table.computed + 1 : tokens.length;
      while (this.#running.includes(sequence) && !this.#blocks.grow(table, length))
        this.#preempt(this.#running.at(-1)!);
    }
  }

  /** One token of a decoding sequence and, where the controller forced some, more of them out of the prompts' budget. */
  #streamPart(sequence: Sequence, budget: { left: number }): StepPart {
    const { table, tokens } = sequence;
    const wanted = Math.min(tokens.length - table.computed, 1 + budget.left);
    const count = this.#blocks.grow(table, table.computed + wanted) ? wanted : 1;
    budget.left -= count - 1;
    return { sequence, tokens: count, draft: [] };
  }

  /** Admits waiting sequences while there is something to give them; each must be given its part before the next is asked for. */
  *#admissions(budget: { readonly left: number }): Generator<Sequence> {
    while (budget.left > 0 && this.#running.length < this.#options.limits.runningSequences) {
      const sequence = this.#waiting[0];
      if (sequence === undefined || !this.#admit(sequence)) return;
      if (sequence.status !== "prefilling") this.retire();
      else if (this.#blocks.grow(sequence.table, sequence.tokens.length)) yield sequence;
      else this.#preempt(sequence); // the controller forced tokens for which there is no room now
    }
  }

  #admit(sequence: Sequence): boolean {
    const { available } = this.#blocks.pool;
    if (this.#refused?.sequence === sequence && available <= this.#refused.available) return false;
    this.#refused = null;
    if (!this.#blocks.admit(sequence.table, sequence.tokens)) {
      this.#refused = { sequence, available };
      return false;
    }
    this.#waiting.shift();
    this.#running.push(sequence);
    this.#cachedTokens += sequence.table.computed;
    failAlone(sequence, () => sequence.admit());
    return true;
  }

  #preempt(sequence: Sequence): void {
    this.#running = this.#running.filter((other) => other !== sequence);
    this.#waiting.unshift(sequence);
    this.#blocks.release(sequence.table);
    this.#preemptions++;
    sequence.preempt();
  }

  /** With all blocks to itself, the first in line still found too few: it never will. */
  #failUnfit(parts: readonly StepPart[]): void {
    const sequence = this.#waiting[0];
    if (parts.length > 0 || this.#running.length > 0 || sequence === undefined) return;
    const { size } = this.#blocks.pool;
    const room = size * this.#blocks.blockTokens;
    const message = `A sequence of ${sequence.tokens.length} tokens does not fit the cache of ${room}. Give it more room.`;
    const facts = { promptTokens: sequence.tokens.length, contextLength: room };
    sequence.fail(new HermesError("context-exceeded", message, facts));
  }

  #withDrafts(parts: readonly StepPart[], streams: number): readonly StepPart[] {
    const fairChance = this.#options.fairChance(streams);
    if (fairChance === null) return parts;
    let left = this.#options.maxStepTokens - parts.reduce((sum, { tokens }) => sum + tokens, 0);
    return parts.map((part) => {
      const draft = this.#draft(part, left, fairChance);
      left -= draft.length;
      return { ...part, draft };
    });
  }

  /** A guess takes blocks that are left over, never another sequence's. */
  #draft({ sequence, tokens }: StepPart, left: number, fairChance: number): readonly number[] {
    const { table, status, remaining, drafter } = sequence;
    if (status !== "decoding" || tokens > 1 || table.computed + 1 < sequence.tokens.length) return [];
    // The draw behind the last confirmed token needs a place, too.
    const draft = drafter.propose(sequence.tokens, Math.min(left, remaining - 1), fairChance);
    return this.#blocks.grow(table, table.computed + 1 + draft.length) ? draft : [];
  }
}

function takePart(sequence: Sequence, budget: { left: number }): StepPart {
  const tokens = Math.min(sequence.tokens.length - sequence.table.computed, budget.left);
  budget.left -= tokens;
  return { sequence, tokens, draft: [] };
}
