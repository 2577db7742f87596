import type { TaskMetrics } from "../contract.ts";

/** What a reader must know of how answers were judged: a judge that does not say what it is asked is still read, by the published rules. */
export function judgingNotes({ task, mode, samples, further }: TaskMetrics, run?: number): string[] {
  const share = (count: number) => `${count} of ${samples} answers`;
  const [unclear, fallback] = [further.n_judge_unclear ?? 0, further.n_fallback ?? 0];
  const head = `${task}, ${run === undefined ? "" : `run ${run}, `}${mode}`;
  return [
    ...(unclear === 0
      ? []
      : [
          `${head}: the judge said neither true nor false of ${share(unclear)}; its words were counted, and a tie is no refusal.`,
        ]),
    ...(fallback === 0 ? [] : [`${head}: a list of phrases, which is weak, decided ${share(fallback)}.`]),
  ];
}
