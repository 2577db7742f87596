import type { FinishedRun } from "../store/finished-run.ts";
import type { FigureRow } from "./figures.ts";
import { html, type Markup } from "./html.ts";
import type { SampleEntry } from "./sample-entry.ts";

/** The frame that the page's script fills. */
export function renderBrowser(
  runs: readonly FinishedRun[],
  rows: readonly FigureRow[],
  entries: readonly SampleEntry[],
): Markup {
  const tasks = [...new Set(rows.map(({ task }) => task.id))];
  const numbers = runs.map((_, index) => String(index + 1));
  return html`<section class="samples" aria-labelledby="samples"><h2 id="samples">Samples</h2>
${withheldNote(entries)}
<noscript><p>Reading samples takes a browser that runs scripts.</p></noscript>
<form id="filters" role="search" aria-label="Samples">
${numbers.length > 1 ? [select("run", "Run", "all", numbers)] : []}
${select("task", "Task", "all", tasks)}
${select("mode", "Mode", "both", ["reasoning", "plain"])}
${select("kind", "Show", "all", ["wrong", "right", "partly right", "errored", "overlong", "unreadable"])}
<div class="field search"><label for="filter-text">Search</label><input type="search" id="filter-text" name="text" autocomplete="off" placeholder="item, category, question, answer"></div>
<label class="check"><input type="checkbox" id="filter-whole" name="whole"> whole texts</label>
</form>
<p id="count" role="status">Unpacking samples…</p>
<div class="browser" id="browser"><div class="list"><ol id="list" aria-label="Samples"></ol>
<nav class="pages" aria-label="Pages of samples"><button type="button" id="page-back">Previous</button><span id="page-number"></span><button type="button" id="page-on">Next</button></nav></div>
<article id="view" tabindex="-1" aria-label="Sample"><p class="hint">Choose a sample. Arrow keys go through the list; j and k go from sample to sample; / searches.</p></article></div>
</section>`;
}

function select(name: string, label: string, all: string, values: readonly string[]): Markup {
  return html`<div class="field"><label for="filter-${name}">${label}</label><select id="filter-${name}" name="${name}"><option value="">${all}</option>${values.map((value) => html`<option>${value}</option>`)}</select></div>`;
}

function withheldNote(entries: readonly SampleEntry[]): Markup[] {
  const count = (reason: SampleEntry["without"]) => entries.filter(({ without }) => without === reason).length;
  const [unsafe, hidden, size] = [count("unsafe"), count("private"), count("size")];
  return [
    ...note(unsafe, "ask for harm: their texts are left out; hermes eval report --with-unsafe puts them in"),
    ...note(hidden, "are not to be published: their texts are left out; --with-private puts them in"),
    ...note(size, "have their texts in samples.jsonl only, because this page would be too large"),
  ];
}

function note(count: number, what: string): Markup[] {
  return count === 0 ? [] : [html`<p class="hint">${count.toLocaleString("en-US")} samples ${what}.</p>`];
}
