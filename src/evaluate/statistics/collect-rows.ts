import type { Score } from "../../environments/index.ts";
import type { SampleRow } from "../contract.ts";
import { sampleKey } from "../sample-key.ts";
import type { ScoredRow } from "./summarise.ts";

const NO_SCORE: Score = { value: 0, correct: false, extracted: null, rejected: [], reason: "error" };

/** The rows of a run without their texts, each sample once: its last row counts. */
export async function collectRows(rows: AsyncIterable<SampleRow>): Promise<Map<string, ScoredRow[]>> {
  const last = new Map<string, { readonly group: string; readonly row: ScoredRow }>();
  for await (const row of rows) {
    last.set(sampleKey(row), { group: groupKey(row.task, row.mode), row: withoutTexts(row) });
  }
  const groups = new Map<string, ScoredRow[]>();
  // In the order of items and samples, so that sums do not depend on which answer came first.
  for (const key of [...last.keys()].sort()) {
    const { group, row } = last.get(key)!;
    const rowsOfGroup = groups.get(group) ?? [];
    groups.set(group, rowsOfGroup);
    rowsOfGroup.push(row);
  }
  return groups;
}

/** Key of a task in a mode in what `collectRows` gives. */
export function groupKey(task: string, mode: string): string {
  return `${task} ${mode}`;
}

function withoutTexts({ itemId, category, sampleIndex, mode, score, status, overlong, usage }: SampleRow): ScoredRow {
  return {
    ...{ itemId, category, sampleIndex, mode, status, overlong },
    score: score ?? NO_SCORE,
    completionTokens: usage?.completionTokens ?? null,
  };
}
