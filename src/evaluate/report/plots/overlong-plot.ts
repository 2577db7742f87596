import type { TaskMetrics } from "../../contract.ts";
import { type FigureRow, percent } from "../figures.ts";
import { html, type Markup } from "../html.ts";
import { across } from "./scale.ts";

const HEIGHT = 18;

/** A bar for each task and run with thoughts: the share without an end. */
export function renderOverlongPlot(rows: readonly FigureRow[]): Markup {
  const several = rows.some(({ run }) => run > 1);
  const bars = rows.flatMap(({ task, run, reasoning }) => {
    if (reasoning === null || reasoning.samples === 0) return [];
    const name = several ? `${task.id}, run ${run}` : task.id;
    return [html`<div class="strip-name">${name}</div>${renderBar(name, reasoning)}`];
  });
  if (bars.length === 0) return html`<p>No task was asked with reasoning.</p>`;
  return html`<div class="strips">${bars}</div>`;
}

function renderBar(name: string, { overlongRate, samples }: TaskMetrics): Markup {
  const label = `${name}: ${percent(overlongRate)} % of ${samples} thoughts have no end`;
  const width = `${(94 * overlongRate).toFixed(2)}%`;
  // Beyond the middle the figure stands inside its bar.
  const inside = overlongRate > 0.5;
  const text = html`<svg class="place" aria-hidden="true" x="${across(overlongRate)}" y="13"><text class="${inside ? "inside" : "outside"}" x="${inside ? -5 : 5}" text-anchor="${inside ? "end" : "start"}">${percent(overlongRate)} %</text></svg>`;
  return html`<svg class="strip" width="100%" height="${HEIGHT}" role="img" aria-label="${label}"><rect class="track" x="${across(0)}" y="2" width="94%" height="14"/><rect class="overlong" x="${across(0)}" y="2" width="${width}" height="14"/>${text}</svg>`;
}
