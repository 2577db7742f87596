import type { Json } from "../../chat/index.ts";
import { completionText } from "../completion.ts";
import type { GeneratedEnvironment, Random } from "../contract.ts";
import { endless } from "../random.ts";
import { scoreJsonAnswer } from "./extraction.ts";
import { jsonText, parseJson } from "./json-text.ts";
import { defaults, userRequest } from "./request.ts";
import * as v from "./values.ts";
import { inventWord } from "./words.ts";

interface RepairItem {
  readonly broken: string;
  readonly fixed: { readonly [name: string]: Json };
  readonly fault: Fault;
  readonly wording: string;
}

/** One way to break an object: its column of the report, what the thought calls it, and the edit (null where it does not apply). */
interface Fault {
  readonly category: "punctuation" | "quotes";
  readonly thought: string;
  apply(text: string, random: Random): string | null;
}

const MAX_TOKENS = 140;
const KEYS = [
  "name",
  "age",
  "city",
  "price",
  "color",
  "id",
  "date",
  "time",
  "title",
  "count",
  "owner",
  "size",
  "active",
  "tags",
  "email",
];
const KINDS = [
  v.integer(1, 999),
  v.decimal(1, 99),
  v.city,
  v.person,
  v.thing,
  v.code,
  v.time,
  v.date,
  v.flag("", ""),
  v.phrase,
  v.things,
];
const WORDINGS = [
  "Fix this JSON: {json}",
  "Repair this JSON object:\n{json}",
  "This JSON is broken: {json}",
  "Correct the JSON.\n{json}",
];

const FAULTS: readonly Fault[] = [
  { category: "punctuation", thought: "The last brace is missing.", apply: (text) => text.slice(0, -1) },
  { category: "punctuation", thought: "The first brace is missing.", apply: (text) => text.slice(1) },
  {
    category: "punctuation",
    thought: "A comma is missing.",
    apply: (text, random) => removeOne(text, /,(?= ")/g, random),
  },
  {
    category: "punctuation",
    thought: "There is a comma too much at the end.",
    apply: (text) => `${text.slice(0, -1)},}`,
  },
  {
    category: "punctuation",
    thought: "A colon is missing.",
    apply: (text, random) => removeOne(text, /(?<="):(?= )/g, random),
  },
  { category: "quotes", thought: "A quote is missing.", apply: (text, random) => removeOne(text, /"/g, random) },
  { category: "quotes", thought: "The quotes must be double.", apply: (text) => text.replaceAll('"', "'") },
  { category: "quotes", thought: "The keys need quotes.", apply: (text) => text.replace(/"(\w+)":/g, "$1:") },
];

/** A JSON object with one fault: the mended object. */
export const repair: GeneratedEnvironment<RepairItem> = {
  id: "repair",
  version: "1",
  defaults: defaults(MAX_TOKENS),
  items: (split, seed) => endless("repair", split, seed, makeItem),
  itemId: ({ broken }) => broken,
  category: ({ fault }) => fault.category,
  prompt: ({ broken, wording }, mode) =>
    userRequest(
      wording.replace("{json}", () => broken),
      mode,
      MAX_TOKENS,
    ),
  demonstrate: ({ fault, fixed }, mode) => completionText(mode, fault.thought, jsonText(fixed)),
  score: (item, { completion, mode }) => scoreJsonAnswer(completion, mode, item.fixed),
};

function makeItem(random: Random): RepairItem {
  while (true) {
    const fixed: Record<string, Json> = {};
    for (let left = random.integer(2, 4); left > 0; left--) {
      fixed[random.chance(0.7) ? random.pick(KEYS) : inventWord(random)] = random.pick(KINDS).draw(random).json;
    }
    const fault = random.pick(FAULTS);
    const broken = fault.apply(jsonText(fixed), random);
    if (broken !== null && parseJson(broken) === undefined)
      return { broken, fixed, fault, wording: random.pick(WORDINGS) };
  }
}

/** Takes out one match, or null when there is none. */
function removeOne(text: string, pattern: RegExp, random: Random): string | null {
  const places = [...text.matchAll(pattern)];
  if (places.length === 0) return null;
  const { index } = random.pick(places);
  return text.slice(0, index) + text.slice(index + 1);
}
