import type { ChatMessage } from "../../chat/index.ts";
import { completionText, scorePatterns, wholeWord } from "../completion.ts";
import type { GeneratedEnvironment, Random } from "../contract.ts";
import { endless } from "../random.ts";
import { fill } from "./fill.ts";
import { jsonText } from "./json-text.ts";
import { defaults } from "./request.ts";
import { callThought, joinRequests, offerTools } from "./tool-calls.ts";
import { callText, makeWish, type OfferedTool, type Wish } from "./tool-families/offer.ts";
import type { Value } from "./values.ts";

/** A served request: the call and the fields that its tool gave back. */
interface Served {
  readonly wish: Wish;
  readonly results: readonly { readonly name: string; readonly value: Value }[];
}

interface ResultItem {
  readonly offered: readonly OfferedTool[];
  readonly served: readonly Served[];
  /** Some results come in an envelope `{"name": …, "content": …}`, as many clients send them. */
  readonly envelope: boolean;
}

const MAX_TOKENS = 160;

/** Tools have answered: say the results, a sentence each. */
export const toolResults: GeneratedEnvironment<ResultItem> = {
  id: "tool-results",
  version: "1",
  defaults: defaults(MAX_TOKENS),
  items: (split, seed) => endless("tool-results", split, seed, (random) => makeItem(random, offerTools(random, false))),
  itemId: (item) => item.served.map((one) => `${one.wish.text} | ${resultText(item, one)}`).join(" | "),
  category: ({ served }) => (served.length === 1 ? "one result" : "two results"),
  prompt: (item, mode) => ({
    messages: history(item, callText(item.served.map(({ wish }) => wish.call))),
    tools: item.offered.map(({ tool }) => tool),
    thinking: mode === "reasoning",
    maxTokens: MAX_TOKENS,
  }),
  demonstrate: (item, mode) => completionText(mode, thought(item), item.served.map(sentence).join(" ")),
  score: (item, { completion, mode }) =>
    scorePatterns(completion, mode, item.served.flatMap(neededValues).map(wholeWord)),
  followUp: (item, random) => makeItem(random, item.offered),
  transcript: (item, mode) => {
    const wishes = item.served.map(({ wish }) => wish);
    const call = completionText(mode, callThought(wishes), callText(wishes.map((wish) => wish.call)));
    return [...history(item, call), { role: "assistant", content: toolResults.demonstrate(item, mode) }];
  },
};

function makeItem(random: Random, offered: readonly OfferedTool[]): ResultItem {
  const serve = (): Served => {
    const wish = makeWish(random, random.pick(offered));
    const results = (wish.family.result?.fields ?? []).map(({ name, kind }) => ({ name, value: kind.draw(random) }));
    return { wish, results };
  };
  const served = random.chance(0.8) ? [serve()] : [serve(), serve()];
  // A tool without arguments may have been asked twice for the same.
  const different = callText([served[0]!.wish.call]) !== callText([served.at(-1)!.wish.call]);
  return { offered, served: different ? served : served.slice(0, 1), envelope: random.chance(0.2) };
}

function history(item: ResultItem, call: string): ChatMessage[] {
  return [
    {
      role: "user",
      content: joinRequests(
        item.served.map(({ wish }) => wish.text),
        " ",
      ),
    },
    { role: "assistant", content: call },
    ...item.served.map((one): ChatMessage => ({ role: "tool", content: resultText(item, one) })),
  ];
}

function resultText({ envelope }: ResultItem, { results, wish }: Served): string {
  const content = Object.fromEntries(results.map(({ name, value }) => [name, value.json]));
  return jsonText(envelope ? { name: wish.call.name, content } : content);
}

function sentence(served: Served): string {
  return fill(template(served), spokenValues(served));
}

/** Every value that the right sentence names: results and arguments. */
function neededValues(served: Served): string[] {
  const values = spokenValues(served);
  return [...template(served).matchAll(/\{(\w+)\}/g)].map(([, key]) => values[key!] ?? "");
}

function template({ wish }: Served): string {
  return wish.family.result?.sentence ?? "";
}

function spokenValues({ wish, results }: Served): Record<string, string> {
  return { ...wish.values, ...Object.fromEntries(results.map(({ name, value }) => [name, value.text])) };
}

function thought({ served }: ResultItem): string {
  const fields = served.flatMap(({ results }) => results.map(({ name, value }) => `${name} ${value.text}`));
  return `The tool says ${fields.join(", ")}.`;
}
