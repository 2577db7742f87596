import { createHash } from "node:crypto";
import type { FinishedRun } from "../store/finished-run.ts";
import { type EmbeddedSamples, packJson } from "./embed-samples.ts";
import { renderFigureTable, renderFurther } from "./figure-table.ts";
import { type FigureRow, figureNotes } from "./figures.ts";
import { html, Markup } from "./html.ts";
import { readPageScript, readPageStyle } from "./page-assets.ts";
import { renderLengthPlots } from "./plots/length-plot.ts";
import { renderOverlongPlot } from "./plots/overlong-plot.ts";
import { renderScorePlot } from "./plots/score-plot.ts";
import { describeRun } from "./run-lines.ts";
import { renderBrowser } from "./sample-browser.ts";

/**
 * report.html: one file that fetches nothing. What models wrote is in packed data alone, and the script puts it on the page as text;
 * the policy lets no other script or style run.
 */
export function renderPage(runs: readonly FinishedRun[], rows: readonly FigureRow[], samples: EmbeddedSamples): string {
  const [style, script] = [readPageStyle(), readPageScript()];
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const title = `Evaluation of ${[...new Set(runs.map(({ config }) => config.model))].join(", ")}`;
  const data = [
    dataBlock("entries", packJson(JSON.stringify(samples.entries))),
    ...samples.chunks.map((chunk, index) => dataBlock(`chunk-${index}`, chunk)),
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header><h1>${title}</h1><ol class="runs">${runs.map((run) => html`<li>${describeRun(run).join(" · ")}</li>`)}</ol></header>
<main>
${renderFigures(runs, rows, samples)}
${renderBrowser(runs, rows, samples.entries)}
</main>
${data}
<script type="module">${new Markup(script)}</script>
</body>
</html>
`.text;
}

function renderFigures(runs: readonly FinishedRun[], rows: readonly FigureRow[], samples: EmbeddedSamples): Markup {
  return html`<section aria-labelledby="figures"><h2 id="figures">Figures</h2>
${renderFigureTable(rows, runs.length > 1)}
<div class="notes">${figureNotes(runs, rows).map((note) => html`<p>${note}</p>`)}</div>
${renderFurther(rows, runs.length > 1)}</section>
<section aria-labelledby="scores"><h2 id="scores">Scores</h2>${renderScorePlot(rows)}</section>
<section aria-labelledby="lengths"><h2 id="lengths">Length of thoughts and scores</h2>
<p class="hint">Samples in bins by the length of their thought, in characters (the median of each bin is given). Thoughts without an end are not among them. Harder items take longer thoughts: a fall to the right is no effect of length.</p>
${renderLengthPlots(samples.entries)}</section>
<section aria-labelledby="cut"><h2 id="cut">Thoughts without an end</h2>${renderOverlongPlot(rows)}</section>`;
}

/** Base64 in an element that browsers do not run. */
function dataBlock(id: string, packed: string): Markup {
  return html`<script type="application/gzip" id="${id}">${packed}</script>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
