import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HermesError } from "../../errors.ts";
import { type FinishedRun, readFinishedRun } from "../store/finished-run.ts";
import { makeFolder } from "../store/make-folder.ts";
import { RUN_FILES } from "../store/run-folder.ts";
import { type EmbedOptions, embedSamples } from "./embed-samples.ts";
import { tabulate } from "./figures.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderPage } from "./page.ts";
import type { SampleEntry } from "./sample-entry.ts";

/** Texts of 20,000 usual samples; browsers open such a page in about a second. */
export const REPORT_BUDGET_BYTES = 40_000_000;

export interface ReportFiles {
  readonly markdown: string;
  readonly page: string;
  /** Samples in all, and those whose texts are in the page. */
  readonly samples: number;
  readonly withTexts: number;
}

/**
 * Writes report.md and report.html of runs into `out`. Throws HermesError "file-missing" or "file-invalid" for a damaged run, and "usage"
 * where `out` cannot be written.
 */
export async function writeReport(
  folders: readonly string[],
  out: string,
  options: Omit<EmbedOptions, "budgetBytes"> & { readonly budgetBytes?: number },
): Promise<ReportFiles> {
  const runs = await Promise.all(folders.map(readFinishedRun));
  const rows = tabulate(runs, options.known);
  const samples = await embedSamples(runs, { budgetBytes: REPORT_BUDGET_BYTES, ...options });
  for (const [index, run] of runs.entries()) checkFigures(run, index + 1, samples.entries);
  const [markdown, page] = [join(out, "report.md"), join(out, "report.html")];
  await writeWhole(out, markdown, renderMarkdown(runs, rows));
  await writeWhole(out, page, renderPage(runs, rows, samples));
  const withTexts = samples.entries.filter(({ chunk }) => chunk !== null).length;
  return { markdown, page, samples: samples.entries.length, withTexts };
}

/** Figures are written last: those of a run that goes on, or was killed, are older than its samples. */
function checkFigures({ folder, metrics }: FinishedRun, number: number, entries: readonly SampleEntry[]): void {
  for (const { task, mode, samples } of metrics.tasks) {
    const isOwn = (entry: SampleEntry) => entry.run === number && entry.task === task && entry.mode === mode;
    const scored = entries.filter((entry) => isOwn(entry) && entry.status === "ok").length;
    if (scored === samples) continue;
    const path = join(folder, RUN_FILES.metrics);
    const message = `${path} counts ${samples} samples of ${task}, ${mode}, and there are ${scored}: the run goes on, or was killed. The same hermes eval finishes it.`;
    throw new HermesError("file-invalid", message, { path });
  }
}

async function writeWhole(folder: string, path: string, text: string): Promise<void> {
  await makeFolder(folder);
  try {
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  } catch (cause) {
    const message = `--out: ${path} cannot be written: ${(cause as Error).message}.`;
    throw new HermesError("usage", message, { argument: "out" }, { cause });
  }
}
