import type { ConversationSummary } from "../data/index.ts";

export interface DayGroup {
  readonly name: string;
  readonly entries: readonly ConversationSummary[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** Conversations in the order given, under "Today", "Yesterday", "The last 7 days" and "Earlier". */
export function groupByDay(list: readonly ConversationSummary[], now: Date): DayGroup[] {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const groups = Map.groupBy(list, ({ changedAt }) => {
    if (changedAt >= today) return "Today";
    if (changedAt >= today - dayMs) return "Yesterday";
    return changedAt >= today - 7 * dayMs ? "The last 7 days" : "Earlier";
  });
  return [...groups].map(([name, entries]) => ({ name, entries }));
}
