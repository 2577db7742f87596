import { percent } from "../figures.ts";
import { html, type Markup } from "../html.ts";
import type { SampleEntry } from "../sample-entry.ts";
import { binByLength, type LengthBin } from "./length-bins.ts";
import { across, down } from "./scale.ts";

const HEIGHT = 150;

/** How the score goes with the length of the thought: a plot for each task of each run that has enough samples. */
export function renderLengthPlots(entries: readonly SampleEntry[]): Markup {
  const several = entries.some(({ run }) => run > 1);
  const groups = Map.groupBy(entries, ({ run, task }) => JSON.stringify([task, run]));
  const plots = [...groups.values()].flatMap((own) => {
    const bins = binByLength(own);
    const { task, run } = own[0]!;
    return bins.length === 0 ? [] : [renderPlot(several ? `${task}, run ${run}` : task, bins)];
  });
  if (plots.length === 0) return html`<p>Too few samples with a thought.</p>`;
  return html`<div class="plots">${plots}</div>`;
}

function renderPlot(name: string, bins: readonly LengthBin[]): Markup {
  const label = `${name}: ${bins.map(describeBin).join("; ")}`;
  const grid = [0, 0.5, 1].map(
    (share) =>
      html`<line class="grid" x1="0" x2="100%" y1="${down(share, HEIGHT)}" y2="${down(share, HEIGHT)}"/><text x="0" y="${down(share, HEIGHT) - 3}">${100 * share}</text>`,
  );
  return html`<figure><figcaption>${name}</figcaption>
<svg width="100%" height="${HEIGHT + 34}" role="img" aria-label="${label}">${grid}${bins.map((bin, index) => renderBin(bin, (index + 0.5) / bins.length))}</svg></figure>`;
}

function renderBin(bin: LengthBin, place: number): Markup {
  const { score, interval95, median, samples } = bin;
  const x = across(0.06 + 0.94 * place);
  const y = (share: number) => down(share, HEIGHT);
  const interval =
    interval95 === null
      ? []
      : [
          html`<line class="interval reasoning" x1="${x}" x2="${x}" y1="${y(interval95[0])}" y2="${y(interval95[1])}"/>`,
        ];
  return html`<g><title>${describeBin(bin)}</title>${interval}<circle class="reasoning" cx="${x}" cy="${y(score)}" r="5"/>
<text x="${x}" y="${HEIGHT + 12}" text-anchor="middle">${shortNumber(median)}</text><text class="count" x="${x}" y="${HEIGHT + 27}" text-anchor="middle">n ${samples}</text></g>`;
}

function describeBin({ shortest, longest, samples, score, interval95 }: LengthBin): string {
  const range = shortest === longest ? String(shortest) : `${shortest} to ${longest}`;
  const interval = interval95 === null ? "" : ` (${interval95.map(percent).join(" to ")})`;
  return `${range} characters, ${samples} samples: ${percent(score)}${interval}`;
}

/** 840, 1.2k, 36k. */
function shortNumber(value: number): string {
  if (value < 1000) return String(value);
  return `${value < 9950 ? (value / 1000).toFixed(1) : Math.round(value / 1000)}k`;
}
