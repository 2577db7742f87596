import type { Mode } from "../../../environments/index.ts";
import type { TaskMetrics } from "../../contract.ts";
import { type FigureRow, percent } from "../figures.ts";
import { html, type Markup } from "../html.ts";
import { across } from "./scale.ts";

const LINE_HEIGHT = 22;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** One strip a task: a mark with its interval for each run and mode, and the published figures as hollow marks. */
export function renderScorePlot(rows: readonly FigureRow[]): Markup {
  const byTask = Map.groupBy(rows, ({ task }) => task.id);
  const several = rows.some(({ run }) => run > 1);
  const strips = [...byTask].map(
    ([name, own]) => html`<div class="strip-name">${name}</div>${renderStrip(name, own, several)}`,
  );
  return html`<div class="strips">${strips}<div></div>${renderAxis()}</div>
<p class="legend">${[legend("reasoning", "reasoning"), legend("plain", "plain")]}
<span><svg class="mark" width="14" height="14" aria-hidden="true"><path class="published reasoning" d="M7 2l5 5-5 5-5-5z"/></svg> published, Hermes 4 70B</span></p>`;
}

function legend(mode: Mode, text: string): Markup {
  return html`<span><svg class="mark" width="14" height="14" aria-hidden="true">${markOf(mode, "7", 7)}</svg> ${text}</span> `;
}

interface Line {
  readonly mode: Mode;
  readonly run: number;
  readonly metrics: TaskMetrics;
  /** From 0 to 1; null also where it is no score but another figure. */
  readonly published: number | null;
}

function renderStrip(name: string, rows: readonly FigureRow[], several: boolean): Markup {
  const lines = rows.flatMap(({ task: { published, headline }, run, ...modes }) =>
    (["reasoning", "plain"] as const).flatMap((mode): Line[] => {
      const metrics = modes[mode];
      if (metrics === null) return [];
      const comparable = published !== undefined && headline === undefined;
      return [{ mode, run, metrics, published: comparable ? published[mode] / 100 : null }];
    }),
  );
  const height = lines.length * LINE_HEIGHT;
  const label = `${name}: ${lines.map((line) => describeLine(line, several)).join("; ")}`;
  return html`<svg class="strip" width="100%" height="${height}" role="img" aria-label="${label}">${grid(height)}${lines.map(
    (line, index) => renderLine(line, index * LINE_HEIGHT + LINE_HEIGHT / 2, several),
  )}</svg>`;
}

function describeLine({ mode, run, metrics, published }: Line, several: boolean): string {
  const { score, interval95 } = metrics;
  const figure =
    score === null
      ? "incomplete"
      : `${percent(score)}${interval95 === null ? "" : ` (${interval95.map(percent).join(" to ")})`}`;
  const against = published === null ? "" : `, published ${percent(published)}`;
  return `${several ? `run ${run} ` : ""}${mode} ${figure}${against}`;
}

function renderLine(line: Line, y: number, several: boolean): Markup {
  const { mode, run, metrics, published } = line;
  const { score, interval95 } = metrics;
  const number = several ? [html`<text class="run" x="0" y="${y + 4}">${run}</text>`] : [];
  const interval =
    interval95 === null
      ? []
      : [
          html`<line class="interval ${mode}" x1="${across(interval95[0])}" x2="${across(interval95[1])}" y1="${y}" y2="${y}"/>`,
        ];
  const mark =
    score === null
      ? [html`<text x="${across(0.01)}" y="${y + 4}">${mode}: incomplete</text>`]
      : [markOf(mode, across(score), y)];
  return html`<g><title>${describeLine(line, several)}</title><rect class="catch" x="0" y="${y - LINE_HEIGHT / 2}" width="100%" height="${LINE_HEIGHT}"/>${[...number, ...interval, ...mark, ...publishedMark(mode, published, y)]}</g>`;
}

/** A disc with reasoning, a square without: told apart without colour. */
function markOf(mode: Mode, x: string, y: number): Markup {
  if (mode === "reasoning") return html`<circle class="${mode}" cx="${x}" cy="${y}" r="5"/>`;
  return html`<svg class="place" aria-hidden="true" x="${x}" y="${y}"><rect class="${mode}" x="-4.5" y="-4.5" width="9" height="9"/></svg>`;
}

function publishedMark(mode: Mode, published: number | null, y: number): Markup[] {
  if (published === null) return [];
  return [
    html`<svg class="place" aria-hidden="true" x="${across(published)}" y="${y}"><path class="published ${mode}" d="M0-6l6 6-6 6-6-6z"/></svg>`,
  ];
}

function grid(height: number): Markup[] {
  return TICKS.map(
    (tick) => html`<line class="grid" x1="${across(tick)}" x2="${across(tick)}" y1="0" y2="${height}"/>`,
  );
}

function renderAxis(): Markup {
  const labels = TICKS.map((tick) => html`<text x="${across(tick)}" y="13" text-anchor="middle">${100 * tick}</text>`);
  return html`<svg class="axis" width="100%" height="18" aria-hidden="true">${labels}</svg>`;
}
