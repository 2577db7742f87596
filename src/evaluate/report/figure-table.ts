import type { TaskMetrics } from "../contract.ts";
import {
  type FigureRow,
  percent,
  renderBoth,
  renderFigure,
  renderHeadline,
  renderInterval,
  renderPublished,
  renderScore,
  renderTokens,
} from "./figures.ts";
import { html, type Markup } from "./html.ts";

export function renderFigureTable(rows: readonly FigureRow[], several: boolean): Markup {
  const head = [
    ...["task", ...(several ? ["run"] : []), "reasoning", "plain", "published 70B"],
    ...["overlong %", "unreadable %", "errors", "tokens"],
  ];
  const body = rows.map((row) => {
    const { task, run, reasoning, plain } = row;
    const cells = [
      ...[...(several ? [String(run)] : []), renderScores(reasoning, task), renderScores(plain, task)],
      renderPublished(task),
      renderBoth(row, ({ overlongRate }) => percent(overlongRate)),
      renderBoth(row, ({ unreadableRate }) => percent(unreadableRate)),
      renderBoth(row, ({ errors }) => String(errors)),
      renderBoth(row, renderTokens),
    ];
    const title = task.title === task.id ? [] : [html`<small>${task.title}</small>`];
    return html`<tr><th scope="row">${task.id}${title}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
  });
  return html`<div class="scroll" role="region" aria-label="Figures of all tasks" tabindex="0"><table class="figures"><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

function renderScores(metrics: TaskMetrics | null, task: FigureRow["task"]): Markup {
  const headline = renderHeadline(metrics, task);
  return html`${renderScore(metrics)}${headline === null ? [] : [html`<small>${headline}</small>`]}`;
}

/** Categories, pass@k and figures of a task's own, folded. */
export function renderFurther(rows: readonly FigureRow[], several: boolean): Markup {
  const head = html`<thead><tr><th scope="col">figure</th><th scope="col">items</th><th scope="col">reasoning</th><th scope="col">plain</th></tr></thead>`;
  const tables = rows.flatMap(({ task, run, reasoning, plain }) => {
    const categories = categoryLines(reasoning, plain);
    const lines = [...(categories.length > 1 ? categories : []), ...figureLines(reasoning, plain)];
    if (lines.length === 0) return [];
    const name = several ? `${task.id}, run ${run}` : task.id;
    return [
      html`<h3>${name}</h3><div class="scroll" role="region" aria-label="${name}, further figures" tabindex="0"><table>${head}<tbody>${lines}</tbody></table></div>
`,
    ];
  });
  if (tables.length === 0) return html``;
  return html`<details><summary>Categories and further figures</summary>${tables}</details>`;
}

type Modes = readonly (TaskMetrics | null)[];

function categoryLines(...modes: Modes): Markup[] {
  return namesOf(modes, ({ byCategory }) => byCategory).map((name) => {
    const found = modes.map((metrics) => metrics?.byCategory[name]);
    const items = found.find((category) => category !== undefined)?.items ?? 0;
    return line(
      name,
      String(items),
      found.map((category) => category?.score),
    );
  });
}

function figureLines(...modes: Modes): Markup[] {
  const pass = namesOf(modes, ({ passAtK }) => passAtK).map((k) =>
    line(
      `pass@${k}`,
      "",
      modes.map((metrics) => metrics?.passAtK[k]),
    ),
  );
  const further = namesOf(modes, (metrics) => metrics.further).map((name) =>
    line(
      name,
      "",
      modes.map((metrics) => metrics?.further[name]),
      modes.map((metrics) => renderInterval(metrics, name)),
    ),
  );
  return [...pass, ...further];
}

function namesOf(modes: Modes, figures: (metrics: TaskMetrics) => object): string[] {
  return [...new Set(modes.flatMap((metrics) => (metrics === null ? [] : Object.keys(figures(metrics)))))];
}

function line(
  name: string,
  items: string,
  shares: readonly (number | undefined)[],
  around: readonly string[] = [],
): Markup {
  const cells = shares.map(
    (share, index) => html`<td>${share === undefined ? "–" : renderFigure(name, share) + (around[index] ?? "")}</td>`,
  );
  return html`<tr><th scope="row">${name}</th><td>${items}</td>${cells}</tr>`;
}
