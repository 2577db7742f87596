import type { ChatMessage } from "../../chat/index.ts";
import { completionText } from "../completion.ts";
import type { GeneratedEnvironment, Random } from "../contract.ts";
import { endless, pickSome, pickWeighted } from "../random.ts";
import { listed } from "./fill.ts";
import { defaults } from "./request.ts";
import { type ExpectedAnswer, scoreToolAnswer } from "./score-calls.ts";
import { simpleQuestion } from "./simple-questions.ts";
import { composeFamily } from "./tool-families/composed.ts";
import { knownFamilies } from "./tool-families/known.ts";
import { callText, makeWish, type OfferedTool, offerTool, type Wish } from "./tool-families/offer.ts";
import { unseenFamilies } from "./tool-families/unseen.ts";

type Kind = "one call" | "several calls" | "not needed" | "no suitable tool";

interface ToolItem {
  readonly offered: readonly OfferedTool[];
  readonly unseen: boolean;
  readonly kind: Kind;
  readonly question: string;
  readonly wishes: readonly Wish[];
  /** Where no call is right: the answer, and the text that must stand in it. */
  readonly direct: { readonly answer: string; readonly needed: string; readonly thought: string } | null;
}

const MAX_TOKENS = 240;
const NO_TOOL = "I have no tool for that.";

const LINKS = [" ", " Also: ", " Then: ", "\n"];

const KINDS = [
  [50, "one call"],
  [20, "several calls"],
  [14, "not needed"],
  [16, "no suitable tool"],
] as const;

const UNSEEN_KINDS = [
  [70, "one call"],
  [15, "several calls"],
  [15, "no suitable tool"],
] as const;

/** Tools are offered: call one, call several, answer without one, or say that none fits. */
export const toolCalls: GeneratedEnvironment<ToolItem> = {
  id: "tool-calls",
  version: "1",
  defaults: defaults(MAX_TOKENS),
  items: (split, seed) =>
    endless("tool-calls", split, seed, (random) => {
      const unseen = split === "eval" && random.chance(0.35);
      return makeItem(random, offerTools(random, unseen), unseen);
    }),
  itemId: ({ question, offered }) => `${question} | ${offered.map(({ name }) => name).join()}`,
  category: ({ kind, unseen }) => (unseen ? `unseen tools, ${kind}` : kind),
  prompt: ({ offered, question }, mode) => ({
    messages: [{ role: "user", content: question } satisfies ChatMessage],
    tools: offered.map(({ tool }) => tool),
    thinking: mode === "reasoning",
    maxTokens: MAX_TOKENS,
  }),
  demonstrate: (item, mode) =>
    item.direct
      ? completionText(mode, item.direct.thought, item.direct.answer)
      : completionText(mode, callThought(item.wishes), callText(item.wishes.map(({ call }) => call))),
  score: (item, { completion, mode }) => scoreToolAnswer(completion, mode, expected(item)),
  followUp: (item, random) => makeItem(random, item.offered, item.unseen),
};

/** "The user wants the weather. I call get_weather." */
export function callThought(wishes: readonly Wish[]): string {
  const goals = listed([...new Set(wishes.map(({ goal }) => goal))]);
  return `The user wants ${goals}. I call ${listed(wishes.map(({ call }) => call.name))}.`;
}

/** One to four tools of different families; `unseen` takes only families that training never shows. */
export function offerTools(random: Random, unseen: boolean, composedShare = 0.4): OfferedTool[] {
  const count = pickWeighted(random, [
    [30, 1],
    [35, 2],
    [25, 3],
    [10, 4],
  ] as const);
  const fixed = pickSome(random, unseen ? unseenFamilies : knownFamilies, count);
  const families = fixed.map((family) => (random.chance(composedShare) ? composeFamily(random, unseen) : family));
  const different = families.filter((family, i) => families.findIndex(({ id }) => id === family.id) === i);
  return different.map((family) => offerTool(random, family));
}

function expected({ wishes, direct }: ToolItem): ExpectedAnswer {
  return direct ? { calls: [], needed: direct.needed } : { calls: wishes.map(({ call }) => call), needed: null };
}

function makeItem(random: Random, offered: readonly OfferedTool[], unseen: boolean): ToolItem {
  const kind = pickWeighted<Kind>(random, unseen ? UNSEEN_KINDS : KINDS);
  const base = { offered, unseen, kind, wishes: [] };
  if (kind === "not needed") {
    const { question, answer, sentence } = simpleQuestion(random);
    return { ...base, question, direct: { answer: sentence, needed: answer, thought: "No tool is needed." } };
  }
  if (kind === "no suitable tool") {
    const { text, goal } = makeWish(random, offerTool(random, absentFamily(random, offered, unseen)));
    return {
      ...base,
      question: text,
      direct: { answer: NO_TOOL, needed: "no tool", thought: `The user wants ${goal}. No tool fits.` },
    };
  }
  const wishes = drawWishes(random, offered, kind === "one call" ? 1 : random.chance(0.8) ? 2 : 3);
  const question = joinRequests(
    wishes.map(({ text }) => text),
    random.pick(LINKS),
  );
  return { ...base, kind: wishes.length === 1 ? "one call" : "several calls", question, wishes, direct: null };
}

/** Up to `count` different wishes; fewer where the tools offered take no arguments. */
function drawWishes(random: Random, offered: readonly OfferedTool[], count: number): Wish[] {
  const wishes = new Map<string, Wish>();
  for (let i = 0; i < count; i++) {
    const wish = makeWish(random, random.pick(offered));
    wishes.set(callText([wish.call]), wish);
  }
  return [...wishes.values()];
}

/** A family that none of the offered tools belongs to. */
function absentFamily(random: Random, offered: readonly OfferedTool[], unseen: boolean) {
  const ids = new Set(offered.map(({ family }) => family.id));
  while (true) {
    const family = random.chance(0.3)
      ? composeFamily(random, unseen)
      : random.pick(unseen ? unseenFamilies : knownFamilies);
    if (!ids.has(family.id)) return family;
  }
}

/** Several requests in one message, each closed by a full stop or question mark. */
export function joinRequests(texts: readonly string[], link: string): string {
  if (texts.length === 1) return texts[0]!;
  return texts.map((text) => (/[.?!]$/.test(text) ? text : `${text}.`)).join(link);
}
