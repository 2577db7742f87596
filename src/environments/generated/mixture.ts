import type { GeneratedEnvironment, Mode } from "../contract.ts";
import { createRandom, pickWeighted } from "../random.ts";
import { heldOutIds } from "./held-out.ts";
import { ItemSource } from "./item-source.ts";
import { environmentTable } from "./registry.ts";
import { chainedItems, countTrainedTurns, singleItem, type TrainingConversation } from "./training-conversation.ts";

export interface MixtureOptions {
  /** Hashes of items to leave out; default: `HELD_OUT_PER_CATEGORY` of every category. */
  readonly heldOut?: ReadonlySet<string>;
  /** GeneratedEnvironment ids to draw from; default: all. */
  readonly only?: readonly string[];
  /** Shares that differ from the registry's, by environment id. */
  readonly weights?: Readonly<Record<string, number>>;
}

/** An endless stream of conversations, and what it has done so far. Each iteration starts the stream anew. */
export interface Mixture extends Iterable<TrainingConversation> {
  /** Of the iteration begun last. */
  readonly statistics: MixtureStatistics;
}

export interface MixtureStatistics {
  /** Training items that were skipped because they are held out. */
  readonly excluded: number;
  /** Trained assistant turns by mode. */
  readonly trainedTurns: Readonly<Record<Mode, number>>;
  /** Trained assistant turns by environment of the conversation. */
  readonly byEnvironment: Readonly<Record<string, number>>;
}

/** Share of conversations that are one item exactly as it is evaluated. */
const SINGLE_SHARE = 0.6;
/** Share of chains that stay with the environment of their first item. */
const SAME_SHARE = 0.5;
/** Most items kept out of training per category, unless the caller gives a set. */
export const HELD_OUT_PER_CATEGORY = 400;

type Weights = readonly (readonly [number, GeneratedEnvironment<unknown>])[];

/**
 * Training conversations from all environments, by the weights of the registry: 60 % single items as evaluated, the
 * rest chains of two to four items that share a system message and tools. Same seed, same stream. Each environment
 * takes the mode in which it has trained fewer turns, so both modes get equally many.
 */
export function trainingConversations(seed: number, options: MixtureOptions = {}): Mixture {
  const rows = environmentTable.filter(({ environment }) => options.only?.includes(environment.id) ?? true);
  const weights = rows.map((row) => [options.weights?.[row.environment.id] ?? row.weight, row.environment] as const);
  const chosen = rows.map(({ environment }) => environment);
  const heldOut = options.heldOut ?? heldOutIds(chosen, HELD_OUT_PER_CATEGORY);
  let tally = new Tally(new ItemSource(seed, heldOut));
  return {
    get statistics() {
      return tally.statistics;
    },
    [Symbol.iterator]() {
      tally = new Tally(new ItemSource(seed, heldOut));
      return generate(seed, weights, tally);
    },
  };
}

function* generate(seed: number, weights: Weights, tally: Tally): Generator<TrainingConversation> {
  const random = createRandom(`mixture/${seed}`);
  while (true) {
    const environment = pickWeighted(random, weights);
    const ahead = tally.reasoningAhead(environment);
    const mode: Mode = ahead > 0 || (ahead === 0 && random.chance(0.5)) ? "plain" : "reasoning";
    const pickNext = () => (random.chance(SAME_SHARE) ? environment : pickWeighted(random, weights));
    const plan = { random, source: tally.source, environment, mode, pickNext };
    const conversation = random.chance(SINGLE_SHARE) ? singleItem(plan) : chainedItems(plan);
    tally.add(conversation, environment, mode);
    yield conversation;
  }
}

/** Counts trained turns by environment and mode. */
class Tally {
  readonly source: ItemSource;
  readonly #turns = new Map<GeneratedEnvironment<unknown>, Record<Mode, number>>();

  constructor(source: ItemSource) {
    this.source = source;
  }

  /** Turns trained with thinking minus turns trained without. */
  reasoningAhead(environment: GeneratedEnvironment<unknown>): number {
    const turns = this.#turns.get(environment);
    return turns ? turns.reasoning - turns.plain : 0;
  }

  add(conversation: TrainingConversation, environment: GeneratedEnvironment<unknown>, mode: Mode): void {
    const turns = this.#turns.get(environment) ?? { reasoning: 0, plain: 0 };
    turns[mode] += countTrainedTurns(conversation);
    this.#turns.set(environment, turns);
  }

  get statistics(): MixtureStatistics {
    const rows = [...this.#turns];
    const sum = (mode: Mode) => rows.reduce((total, [, turns]) => total + turns[mode], 0);
    return {
      excluded: this.source.excluded,
      trainedTurns: { reasoning: sum("reasoning"), plain: sum("plain") },
      byEnvironment: Object.fromEntries(rows.map(([{ id }, { reasoning, plain }]) => [id, reasoning + plain])),
    };
  }
}
