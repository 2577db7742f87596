import { type ChatMessage, DEFAULT_SYSTEM_PROMPT, type Tool } from "../chat/index.ts";
import type { Environment, Mode, Random } from "./contract.ts";
import { heldOutIds, itemHash } from "./held-out.ts";
import { createRandom, pickWeighted } from "./random.ts";
import { environmentTable } from "./registry.ts";

/** A conversation to train on. Assistant content is the raw completion: thought, text and `<tool_call>` blocks verbatim. */
export interface TrainingConversation {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly Tool[];
  readonly thinking: boolean;
  /** True when earlier thoughts stay in the prompt, so that all turns can be trained in one sample. */
  readonly keepCots: boolean;
  /** Indices into `messages` of assistant turns that are context only. All others are trained. */
  readonly untrainedTurns?: readonly number[];
  /** Id of the environment of the first item. */
  readonly environment: string;
}

export interface MixtureOptions {
  /** Hashes of items to leave out; default: those of `heldOutIds(…, 400)`. */
  readonly heldOut?: ReadonlySet<string>;
  /** Environment ids to draw from; default: all. */
  readonly only?: readonly string[];
}

/** An endless stream of conversations, and what it has done so far. */
export interface Mixture extends Iterable<TrainingConversation> {
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
/** Share of chains with thoughts whose history is stripped of them, as a client without keep_cots sends it. */
const STRIPPED_SHARE = 0.25;
/** Share of conversations without a system message that get a neutral one, as many clients send it. */
const NEUTRAL_SYSTEM_SHARE = 0.12;
const NEUTRAL_SYSTEMS = [
  DEFAULT_SYSTEM_PROMPT,
  DEFAULT_SYSTEM_PROMPT,
  "You are a helpful assistant.",
  "You are Hermes nano.",
  "You are a friendly AI.",
  "Be helpful.",
];
/** Most items kept out of training per category, unless the caller gives a set. */
export const HELD_OUT_PER_CATEGORY = 400;

interface Turns {
  readonly messages: readonly ChatMessage[];
  readonly untrained: readonly number[];
}

/**
 * Training conversations from all environments, by the weights of the registry: 60 % single items as evaluated, the
 * rest chains of two to four items that share a system message and tools. Same seed, same stream. Each environment
 * takes the mode in which it has trained fewer turns, so both modes get equally many.
 */
export function trainingConversations(seed: number, options: MixtureOptions = {}): Mixture {
  const rows = environmentTable.filter(({ environment }) => options.only?.includes(environment.id) ?? true);
  const heldOut =
    options.heldOut ??
    heldOutIds(
      rows.map(({ environment }) => environment),
      HELD_OUT_PER_CATEGORY,
    );
  const statistics = {
    excluded: 0,
    trainedTurns: { reasoning: 0, plain: 0 },
    byEnvironment: {} as Record<string, number>,
  };
  return { statistics, [Symbol.iterator]: () => generate(seed, rows, heldOut, statistics) };
}

function* generate(
  seed: number,
  rows: typeof environmentTable,
  heldOut: ReadonlySet<string>,
  statistics: { excluded: number; trainedTurns: Record<Mode, number>; byEnvironment: Record<string, number> },
): Generator<TrainingConversation> {
  const random = createRandom(`mixture/${seed}`);
  const weights = rows.map(({ weight, environment }) => [weight, environment] as const);
  const streams = new Map(
    rows.map(({ environment }) => [environment, environment.items("train", seed)[Symbol.iterator]()]),
  );
  const allowed = (environment: Environment<unknown>, item: unknown) => {
    const held = heldOut.has(itemHash(environment, item));
    if (held) statistics.excluded++;
    return !held;
  };
  const draw = (environment: Environment<unknown>): unknown => {
    while (true) {
      const item: unknown = streams.get(environment)!.next().value;
      if (allowed(environment, item)) return item;
    }
  };
  const balance = new Map<Environment<unknown>, number>();
  while (true) {
    const environment = pickWeighted(random, weights);
    const ahead = balance.get(environment) ?? 0;
    const mode: Mode = ahead > 0 || (ahead === 0 && random.chance(0.5)) ? "plain" : "reasoning";
    const source = { random, environment, mode, draw, allowed, pickFree: () => pickFree(random, weights, environment) };
    const conversation = withNeutralSystem(random, random.chance(SINGLE_SHARE) ? single(source) : chain(source));
    const trained = trainedTurns(conversation);
    balance.set(environment, ahead + (mode === "reasoning" ? trained : -trained));
    statistics.trainedTurns[mode] += trained;
    statistics.byEnvironment[environment.id] = (statistics.byEnvironment[environment.id] ?? 0) + trained;
    yield conversation;
  }
}

interface Source {
  readonly random: Random;
  readonly environment: Environment<unknown>;
  readonly mode: Mode;
  draw(environment: Environment<unknown>): unknown;
  allowed(environment: Environment<unknown>, item: unknown): boolean;
  pickFree(): Environment<unknown>;
}

function single({ environment, mode, draw }: Source): TrainingConversation {
  const item = draw(environment);
  const { messages, tools } = environment.prompt(item, mode);
  const demonstration = { role: "assistant" as const, content: environment.demonstrate(item, mode) };
  // Without thoughts, the turns of the history already stand as the model should write them.
  const untrained = mode === "reasoning" ? assistantTurns(messages) : [];
  return conversation(environment, mode, false, tools, { messages: [...messages, demonstration], untrained });
}

/** Items after each other: follow-ups of the first where it has a system message or tools, else of any free environment. */
function chain(source: Source): TrainingConversation {
  const { random, environment, mode, draw, allowed } = source;
  let item = draw(environment);
  const first = environment.prompt(item, mode);
  const messages = [...itemTurns(environment, item, mode)];
  const bound = hasContext(first);
  for (let left = random.integer(1, 3); left > 0; left--) {
    const next = bound ? environment : source.pickFree();
    const following = bound ? (environment.followUp?.(item, random) ?? null) : draw(next);
    if (following === null) break;
    if (bound && !allowed(environment, following)) continue;
    if (bound) item = following;
    else if (hasContext(next.prompt(following, mode))) continue;
    messages.push(...itemTurns(next, following, mode).filter(({ role }) => role !== "system"));
  }
  const stripped = mode === "reasoning" && random.chance(STRIPPED_SHARE);
  const untrained = stripped ? assistantTurns(messages).slice(0, -1) : [];
  return conversation(environment, mode, mode === "reasoning" && !stripped, first.tools, { messages, untrained });
}

function withNeutralSystem(random: Random, conversation: TrainingConversation): TrainingConversation {
  const { messages, untrainedTurns } = conversation;
  if (messages[0]?.role === "system" || !random.chance(NEUTRAL_SYSTEM_SHARE)) return conversation;
  return {
    ...conversation,
    messages: [{ role: "system", content: random.pick(NEUTRAL_SYSTEMS) }, ...messages],
    ...(untrainedTurns ? { untrainedTurns: untrainedTurns.map((index) => index + 1) } : {}),
  };
}

/** An item's turns with every assistant turn as the model should write it. */
function itemTurns(environment: Environment<unknown>, item: unknown, mode: Mode): readonly ChatMessage[] {
  if (environment.transcript) return environment.transcript(item, mode);
  return [
    ...environment.prompt(item, mode).messages,
    { role: "assistant", content: environment.demonstrate(item, mode) },
  ];
}

function conversation(
  environment: Environment<unknown>,
  mode: Mode,
  keepCots: boolean,
  tools: readonly Tool[] | undefined,
  { messages, untrained }: Turns,
): TrainingConversation {
  return {
    messages,
    ...(tools ? { tools } : {}),
    thinking: mode === "reasoning",
    keepCots,
    ...(untrained.length > 0 ? { untrainedTurns: untrained } : {}),
    environment: environment.id,
  };
}

/** Another environment whose items may stand in any conversation; half of the time the same one. */
function pickFree(
  random: Random,
  weights: readonly (readonly [number, Environment<unknown>])[],
  same: Environment<unknown>,
): Environment<unknown> {
  return random.chance(0.5) ? same : pickWeighted(random, weights);
}

function hasContext(request: { readonly messages: readonly ChatMessage[]; readonly tools?: readonly Tool[] }): boolean {
  return request.tools !== undefined || request.messages[0]?.role === "system";
}

function assistantTurns(messages: readonly ChatMessage[]): number[] {
  return messages.flatMap(({ role }, index) => (role === "assistant" ? [index] : []));
}

function trainedTurns({ messages, untrainedTurns }: TrainingConversation): number {
  return assistantTurns(messages).length - (untrainedTurns?.length ?? 0);
}
