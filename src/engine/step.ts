import type { SequenceStep } from "../model/index.ts";
import type { BlockManager } from "./blocks/block-manager.ts";
import { failAlone } from "./failures.ts";
import type { StepPart } from "./scheduler.ts";
import type { MeasuredStep } from "./speculation/guess-policy.ts";

/** What the model is to do for one part. */
export function toSequenceStep({ sequence, tokens, draft }: StepPart): SequenceStep {
  const past = sequence.table.computed;
  const step = new Uint32Array(tokens + draft.length);
  step.set(sequence.tokens.slice(past, past + tokens));
  step.set(draft, tokens);
  const complete = past + tokens === sequence.tokens.length;
  const logits = draft.length > 0 ? "all" : complete ? "last" : "none";
  return { tokens: step, past, blocks: Uint32Array.from(sequence.table.blocks), logits };
}

/**
 * Lets every sequence take what the model gave for its part; what goes wrong in one ends that one alone. `logits` are the wanted
 * rows of `steps` in order, [rows, vocabularySize]. A part with a guess has one token of its own, so all its rows count.
 */
export function takeResults(
  blocks: BlockManager,
  parts: readonly StepPart[],
  steps: readonly SequenceStep[],
  logits: Float32Array,
  vocabularySize: number,
): void {
  let first = 0;
  for (const [index, part] of parts.entries()) {
    const step = steps[index]!;
    const end = first + rowsOf(step);
    const rows = logits.subarray(first * vocabularySize, end * vocabularySize);
    first = end;
    failAlone(part.sequence, () => takeResult(blocks, part, step, rows, vocabularySize));
  }
}

/** What a step tells about the cost of guesses; null when it did more than decode. */
export function measuredStep(parts: readonly StepPart[], ms: number): MeasuredStep | null {
  if (parts.some(({ sequence, tokens }) => sequence.status === "prefilling" || tokens > 1)) return null;
  return { streams: parts.length, guessed: parts.reduce((sum, { draft }) => sum + draft.length, 0), ms };
}

function takeResult(
  blocks: BlockManager,
  { sequence, tokens, draft }: StepPart,
  { past, logits }: SequenceStep,
  rows: Float32Array,
  vocabularySize: number,
): void {
  if (sequence.status === "cancelled") return;
  const row = (index: number): Float32Array => rows.subarray(index * vocabularySize, (index + 1) * vocabularySize);
  sequence.tellProgress(past + tokens);
  const confirmed = logits === "none" ? 0 : sequence.appendDrawn(draft, row);
  sequence.drafter.record(draft.length, confirmed);
  blocks.advance(sequence.table, sequence.tokens, past + tokens + confirmed);
}

function rowsOf({ logits, tokens }: SequenceStep): number {
  return logits === "all" ? tokens.length : logits === "last" ? 1 : 0;
}
