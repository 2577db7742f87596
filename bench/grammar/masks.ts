/** `node bench/grammar/masks.ts`: what a mask costs on the Llama 3.1 vocabulary, one thread; one JSON line last. */

import type { ByteMachine, CompiledGrammar } from "../../src/grammar/contract.ts";
import { compileMachine, createVocabulary, type IndexedVocabulary } from "../../src/grammar/tokens/index.ts";
import { allowedByReference, tokensOf } from "../../src/grammar/tokens/testing/reference-mask.ts";
import { createStringMachine } from "../../src/grammar/tokens/testing/toy-machines.ts";
import { createLlamaTokenizer } from "../../src/grammar/tokens/testing/vocabularies.ts";
import { TransitionCache } from "../../src/grammar/tokens/transition-cache.ts";
import { walkTrie } from "../../src/grammar/tokens/walk-trie.ts";
import { describeMachine, printMachine } from "../machine.ts";
import { type MaskCase, maskCases } from "./mask-cases.ts";

const ROUNDS = 25;
/** Microseconds. */
const AIM = { p50: 100, p99: 2000 };
const NODE_WORDS = 3;
/** A state of the string machine inside the quotes. */
const TEXT_STATE = 1;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

function spread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

const show = ({ p50, p99, max }: Spread): string =>
  [p50, p99, max].map((value) => value.toFixed(1).padStart(9)).join(" ");

function microsecondsOf(run: () => void): number {
  const start = performance.now();
  run();
  return 1000 * (performance.now() - start);
}

function median(values: readonly number[]): number {
  return spread(values).p50;
}

/** Nanoseconds a node when every node is seen, and when only those beside the text tokens are. */
function measureCeiling({ index }: IndexedVocabulary) {
  const transitions = new TransitionCache(createStringMachine());
  const free = Number.POSITIVE_INFINITY;
  const { others } = index.slices.choose({
    plainTextRoom: free,
    textRoom: free,
    textLimit: free,
    isUniformText: false,
  })!;
  const [whole, rest] = [index.trie, others].map((trie) => {
    const walk = () => void walkTrie(trie, transitions, TEXT_STATE, index.states, index.found);
    const microseconds = median(Array.from({ length: 4 * ROUNDS }, () => microsecondsOf(walk)));
    return { nodes: trie.nodes.length / NODE_WORDS, microseconds };
  });
  return { whole: whole!, rest: rest! };
}

/** Every mask along the text against the slow reference. */
function check({ name, createMachine, text }: MaskCase, vocabulary: IndexedVocabulary): void {
  const machine = createMachine();
  const matcher = compileMachine(machine, vocabulary).createMatcher();
  const mask = new Uint32Array(vocabulary.index.maskWords);
  let state = machine.start;
  for (const token of vocabulary.encode(text).slice(0, 3)) {
    matcher.allowedTokens(mask);
    const expected = allowedByReference(machine, state, vocabulary);
    const found = tokensOf(mask);
    if (found.length !== expected.length || found.some((one, index) => one !== expected[index])) {
      throw new Error(`${name}: the mask is wrong.`);
    }
    matcher.accept(token);
    for (const byte of vocabulary.bytes[token]!) state = machine.next(state, byte);
  }
}

/** Microseconds at each place of the text, the median of all rounds: what other programs take away falls out. */
type Samples = readonly number[];

interface CaseResult {
  readonly name: string;
  readonly tokens: number;
  /** Mean share of the vocabulary that is allowed. */
  readonly allowed: number;
  /** A new grammar and machine see the text for the first time. */
  readonly first: Samples;
  /** The same grammar sees the text again. */
  readonly again: Samples;
  /** `forced`, the first time. */
  readonly forced: Samples;
}

/** One walk along the text: microseconds of each mask and each `forced`. */
function walkAlong(grammar: CompiledGrammar, tokens: readonly number[], mask: Uint32Array) {
  const matcher = grammar.createMatcher();
  const [masks, forced]: [number[], number[]] = [[], []];
  for (const token of [...tokens, null]) {
    masks.push(microsecondsOf(() => matcher.allowedTokens(mask)));
    forced.push(microsecondsOf(() => void matcher.forced()));
    if (token !== null) matcher.accept(token);
  }
  if (!matcher.isComplete()) throw new Error("The text is not a word of the machine.");
  return { masks, forced };
}

function measure({ name, createMachine, text }: MaskCase, vocabulary: IndexedVocabulary): CaseResult {
  const tokens = vocabulary.encode(text);
  const mask = new Uint32Array(vocabulary.index.maskWords);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const grammar = compileMachine(createMachine(), vocabulary);
    return { first: walkAlong(grammar, tokens, mask), again: walkAlong(grammar, tokens, mask) };
  });
  const byPlace = (read: (round: (typeof rounds)[number]) => Samples): Samples =>
    [...tokens, null].map((_, place) => median(rounds.map((round) => read(round)[place]!)));
  return {
    name,
    tokens: tokens.length,
    allowed: meanAllowed(createMachine(), tokens, vocabulary),
    first: byPlace(({ first }) => first.masks),
    again: byPlace(({ again }) => again.masks),
    forced: byPlace(({ first }) => first.forced),
  };
}

function meanAllowed(machine: ByteMachine, tokens: readonly number[], vocabulary: IndexedVocabulary): number {
  const matcher = compileMachine(machine, vocabulary).createMatcher();
  const mask = new Uint32Array(vocabulary.index.maskWords);
  let sum = 0;
  for (const token of tokens) {
    matcher.allowedTokens(mask);
    sum += tokensOf(mask).length / vocabulary.size;
    matcher.accept(token);
  }
  return sum / tokens.length;
}

const machine = describeMachine();
printMachine(machine);
const tokenizer = createLlamaTokenizer();
const setUps = Array.from({ length: 3 }, () => {
  const before = process.cpuUsage();
  // The tables are built when they are first asked for.
  void createVocabulary(tokenizer).index;
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
});
const vocabulary = createVocabulary(tokenizer);
void vocabulary.index;
const ceiling = measureCeiling(vocabulary);
const perNode = ({ nodes, microseconds }: typeof ceiling.whole): string =>
  `${((1000 * microseconds) / nodes).toFixed(2)} ns a node`;

print(
  `Llama 3.1, ${vocabulary.size} tokens; set-up ${setUps.map((time) => time.toFixed(0)).join(", ")} ms of processor time`,
);
print(
  `ceiling, every node seen: ${ceiling.whole.nodes} nodes, ${ceiling.whole.microseconds.toFixed(0)} us, ${perNode(ceiling.whole)}`,
);
print(`beside the text tokens:   ${ceiling.rest.nodes} nodes, ${ceiling.rest.microseconds.toFixed(0)} us\n`);
for (const maskCase of maskCases) check(maskCase, vocabulary);
// A first round for the compiler.
for (const maskCase of maskCases) measure(maskCase, vocabulary);

print(
  `${"microseconds".padEnd(25)}tokens allowed   first seen p50, p99, max         again p50, p99, max         forced p50, p99, max`,
);
const results = maskCases.map((maskCase) => measure(maskCase, vocabulary));
for (const { name, tokens, allowed, first, again, forced } of results) {
  const share = `${(100 * allowed).toFixed(0)} %`.padStart(7);
  const times = [first, again, forced].map((samples) => show(spread(samples))).join(" ");
  print(`${name.padEnd(25)}${String(tokens).padStart(6)} ${share} ${times}`);
}
const all = spread(results.flatMap(({ first }) => first));
print(`${"all, first seen".padEnd(39)} ${show(all)}`);
print(`aim: p50 at most ${AIM.p50}, p99 at most ${AIM.p99}`);
const figures = results.map(({ first, again, forced, ...rest }) => ({
  ...rest,
  first: spread(first),
  again: spread(again),
  forced: spread(forced),
}));
print(JSON.stringify({ machine, setUpMs: setUps, ceiling, all, results: figures }));
