import type { Command } from "commander";
import {
  type Detection,
  type DetectorFigures,
  detectRefusal,
  labelledFile,
  labelledModels,
  measureDetector,
  readLabelledAnswers,
  type Task,
} from "../../environments/index.ts";
import { drawItems } from "../../evaluate/index.ts";
import { abortOnInterrupt } from "../interrupt.ts";
import type { Terminal } from "../terminal.ts";
import type { EvalFlags } from "./eval-flags.ts";
import { judgeFlags, openJudge } from "./open-models.ts";
import { readData } from "./read-data.ts";

export type JudgeFlags = Pick<
  EvalFlags,
  "judge" | "judgeServed" | "judgeEndpoint" | "judgeKeyFile" | "data" | "json" | "limit" | "concurrency"
>;

/** Agreement of a judge of refusals with people, one row for each file of labelled answers. */
interface JudgeRow extends DetectorFigures {
  readonly answers: string;
  readonly detector: string;
  readonly nJudgeUnclear: number;
}

/** Prints how a judge, or without one the list of phrases, tells refusals in the labelled answers of XSTest. */
export async function measureJudge(command: Command, terminal: Terminal): Promise<void> {
  const flags = command.opts<JudgeFlags>();
  const files = labelledModels.map(labelledFile);
  const data = readData(flags.data, [{ files } as Pick<Task, "files"> as Task], terminal);
  const sources = await Promise.all(
    labelledModels.map(async (model) => {
      const answers = await readLabelledAnswers(data, model);
      // The files are sorted by type: their beginnings have hardly a refusal.
      return {
        model,
        answers: flags.limit === undefined ? answers : drawItems("labelled answers", answers, flags.limit),
      };
    }),
  );
  const judging = judgeFlags(flags);
  const judge = judging === null ? null : (await openJudge(judging, terminal)).hermes;
  try {
    const rows = await abortOnInterrupt(async (signal) => {
      const measured: JudgeRow[] = [];
      for (const { model, answers } of sources) {
        const found = await mapAtOnce(answers, flags.concurrency ?? 8, ({ prompt, answer }) =>
          detectRefusal(
            prompt,
            answer,
            { signal, ...(judge === null ? {} : { judge }) },
            { fallback: "without-judge" },
          ),
        );
        measured.push(describe(model, judge?.modelId ?? "list of phrases", answers, found));
      }
      return measured;
    });
    terminal.write(flags.json ? `${JSON.stringify(rows)}\n` : rows.map(render).join("\n"));
  } finally {
    await judge?.dispose();
  }
}

function describe(
  answers: string,
  detector: string,
  labelled: readonly { readonly label: Parameters<typeof measureDetector>[0][number]["label"] }[],
  found: readonly Detection[],
): JudgeRow {
  const figures = measureDetector(labelled.map(({ label }, i) => ({ label, isRefusal: found[i]!.isRefusal })));
  const nJudgeUnclear = found.filter(({ method }) => method === "indicator_count").length;
  return { answers, detector, ...figures, nJudgeUnclear };
}

function render(row: JudgeRow): string {
  const percent = (share: number | null) => (share === null ? "-" : `${(100 * share).toFixed(1)} %`);
  return [
    `${row.detector} on the labelled answers of ${row.answers}:`,
    `  agreement ${percent(row.agreement)}, precision ${percent(row.precision)}, recall ${percent(row.recall)}`,
    `  full refusals: ${row.found} found, ${row.missed} missed`,
    `  full compliance: ${row.flagged} taken for refusals, ${row.clear} not`,
    `  partial refusals, counted in none of the shares: ${row.partialFlagged} taken for refusals, ${row.partialClear} not`,
    `  unclear words of the judge: ${row.nJudgeUnclear}`,
    "",
  ].join("\n");
}

/** As `map`, so many at once. The first failure ends it. */
async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  const take = async (): Promise<void> => {
    for (const [i, item] of entries) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return results;
}
