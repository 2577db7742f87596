import type { ChatMessage } from "../chat/index.ts";
import { completionText, scorePatterns, wholeWord } from "./completion.ts";
import type { Environment, Random } from "./contract.ts";
import { fill } from "./fill.ts";
import { jsonText } from "./json-text.ts";
import { endless } from "./random.ts";
import { defaults } from "./request.ts";
import { callThought, offerTools } from "./tool-calls.ts";
import { callText, makeWish, type OfferedTool, type Wish } from "./tool-families/offer.ts";
import type { Value } from "./values.ts";

interface ResultItem {
  readonly offered: readonly OfferedTool[];
  readonly wish: Wish;
  readonly results: readonly { readonly name: string; readonly value: Value }[];
  /** Some results come in an envelope `{"name": …, "content": …}`, as many clients send them. */
  readonly envelope: boolean;
}

const MAX_TOKENS = 160;

/** A tool has answered: say the result in a sentence. */
export const toolResults: Environment<ResultItem> = {
  id: "tool-results",
  version: "1",
  defaults: defaults(MAX_TOKENS),
  items: (split, seed) => endless("tool-results", split, seed, (random) => makeItem(random, offerTools(random, false))),
  itemId: (item) => `${item.wish.text} | ${resultText(item)}`,
  category: () => "result to answer",
  prompt: (item, mode) => ({
    messages: history(item, callText([item.wish.call])),
    tools: item.offered.map(({ tool }) => tool),
    thinking: mode === "reasoning",
    maxTokens: MAX_TOKENS,
  }),
  demonstrate: (item, mode) => completionText(mode, thought(item), sentence(item)),
  score: (item, completion, mode) => scorePatterns(completion, mode, neededValues(item).map(wholeWord)),
  followUp: (item, random) => makeItem(random, item.offered),
  transcript: (item, mode) => [
    ...history(item, completionText(mode, callThought([item.wish]), callText([item.wish.call]))),
    { role: "assistant", content: toolResults.demonstrate(item, mode) },
  ],
};

function makeItem(random: Random, offered: readonly OfferedTool[]): ResultItem {
  const wish = makeWish(random, random.pick(offered));
  const results = (wish.family.result?.fields ?? []).map(({ name, kind }) => ({ name, value: kind.draw(random) }));
  return { offered, wish, results, envelope: random.chance(0.2) };
}

function history(item: ResultItem, call: string): ChatMessage[] {
  return [
    { role: "user", content: item.wish.text },
    { role: "assistant", content: call },
    { role: "tool", content: resultText(item) },
  ];
}

function resultText({ results, envelope, wish }: ResultItem): string {
  const content = Object.fromEntries(results.map(({ name, value }) => [name, value.json]));
  return jsonText(envelope ? { name: wish.call.name, content } : content);
}

function sentence(item: ResultItem): string {
  return fill(template(item), spokenValues(item));
}

/** Every value that the right sentence names: results and arguments. */
function neededValues(item: ResultItem): string[] {
  const values = spokenValues(item);
  return [...template(item).matchAll(/\{(\w+)\}/g)].map(([, key]) => values[key!] ?? "");
}

function template({ wish }: ResultItem): string {
  return wish.family.result?.sentence ?? "";
}

function spokenValues({ wish, results }: ResultItem): Record<string, string> {
  return { ...wish.values, ...Object.fromEntries(results.map(({ name, value }) => [name, value.text])) };
}

function thought({ results }: ResultItem): string {
  return `The tool says ${results.map(({ name, value }) => `${name} ${value.text}`).join(", ")}.`;
}
