import type { Demands } from "./demands.ts";

/** How much filler there is: words in all, and how many full stops part them. */
export interface FillerSize {
  readonly words: number;
  readonly sentences: number;
}

/** A text with everything that is demanded, and filler around it. */
export function renderAnswer(demands: Demands, filler: readonly string[], size: FillerSize): string {
  const { count, separator } = demands.blocks ?? { count: 1, separator: "" };
  const running = runningText(filler, size, Math.max(1, count));
  const blocks = running.map((words, block) => renderBlock(demands, block, running.length, words));
  const body = demands.start === undefined ? blocks : [`${demands.start}\n${blocks[0]}`, ...blocks.slice(1)];
  const after = [demands.postscript && `${demands.postscript} ${filler[0]}`, demands.end].filter(Boolean);
  const text = [body.join(separator), ...after].join("\n");
  const cased = inCase(text, demands.letterCase);
  if (demands.json) return JSON.stringify(cased);
  return demands.quotes ? `"${cased}"` : cased;
}

function renderBlock(demands: Demands, block: number, blocks: number, words: string): string {
  const first = demands.firstWord?.block === block ? `${demands.firstWord.word} ` : "";
  const pieces = block === 0 ? (demands.pieces ?? []).map((piece) => ` ${piece}`).join("") : "";
  const headings = shareOf(demands.headings?.count ?? 0, block, blocks);
  const bullets = shareOf(demands.bullets ?? 0, block, blocks);
  return [
    `${first}${words}${pieces}`,
    ...(block === 0 && demands.title ? [`<<${words.split(/[ .]/, 1)[0]}>>`] : []),
    ...headings.map((number) => `${demands.headings!.name} ${number}\n${words}`),
    ...bullets.map(() => `- ${words.split(/[ .]/, 1)[0]}`),
  ].join("\n");
}

/** Filler for every block, each beginning at another word. */
function runningText(filler: readonly string[], { words, sentences }: FillerSize, blocks: number): string[] {
  const perBlock = Math.max(2, Math.ceil(words / blocks));
  const stops = shareCounts(sentences, blocks);
  return stops.map((count, block) => {
    const own = Array.from({ length: perBlock }, (_, i) => filler[(block * (perBlock + 1) + i) % filler.length]!);
    return withStops(own, count);
  });
}

/** `count` full stops, evenly; the last one behind the last word. */
function withStops(words: readonly string[], count: number): string {
  const ends = new Set(Array.from({ length: count }, (_, i) => Math.ceil(((i + 1) * words.length) / count) - 1));
  return words.map((word, i) => (ends.has(i) ? `${word}.` : word)).join(" ");
}

/** The numbers from 1 to `count` that fall to one of several blocks. */
function shareOf(count: number, block: number, blocks: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter((number) => (number - 1) % blocks === block);
}

function shareCounts(count: number, blocks: number): number[] {
  return Array.from({ length: blocks }, (_, block) => shareOf(count, block, blocks).length);
}

function inCase(text: string, letterCase: Demands["letterCase"]): string {
  if (letterCase === undefined) return text;
  return letterCase === "upper" ? text.toUpperCase() : text.toLowerCase();
}
