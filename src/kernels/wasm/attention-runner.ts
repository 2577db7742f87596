import type { AttentionShape } from "../contract.ts";
import { type Arena, exhausted } from "./arena.ts";
import { ATTENTION, attentionWord, KIND } from "./command.ts";
import type { LanePool } from "./lane-pool.ts";

/** Multiply-adds from which heads are shared out; the reason stands in linear-runner.ts. */
const SHARED_FROM = 262_144;

/** Attention with all addresses in the home memory, heads shared out over the lanes when there is enough to do. */
export function runAttention(
  pool: LanePool,
  home: Arena,
  out: number,
  query: number,
  keys: number,
  values: number,
  shape: AttentionShape,
): void {
  const { tokens, past, heads, kvHeads, headDim } = shape;
  if (tokens === 0) return;
  const { words } = pool;
  const shared = tokens * (past + tokens) * heads * headDim >= SHARED_FROM && pool.lanes > 1;
  const scoresStride = (((past + tokens) * 4 + 63) & ~63) + 64;
  const byteLength = scoresStride * (shared ? pool.lanes : 1);
  const scores = home.scratch(byteLength);
  if (scores === undefined) throw exhausted("the scores of attention", byteLength);
  words[KIND] = ATTENTION;
  words[attentionWord.out] = out;
  words[attentionWord.query] = query;
  words[attentionWord.keys] = keys;
  words[attentionWord.values] = values;
  words[attentionWord.scores] = scores;
  words[attentionWord.scoresStride] = scoresStride;
  words[attentionWord.tokens] = tokens;
  words[attentionWord.past] = past;
  words[attentionWord.heads] = heads;
  words[attentionWord.kvHeads] = kvHeads;
  words[attentionWord.headDim] = headDim;
  if (shared) pool.runShared();
  else pool.runAlone();
}
