import type { Random } from "../../contract.ts";
import { capitalised, withArticle } from "../fill.ts";
import type { ValueKind } from "../values.ts";
import * as v from "../values.ts";
import { inventWord } from "../words.ts";
import type { Parameter, ToolFamily } from "./family.ts";

const VERBS = ["get", "find", "check", "show", "fetch", "read", "lookup", "query"];

const list = (text: string): readonly string[] => text.trim().split(/\s*,\s*/);

/** Things a tool can report. */
const KNOWN_NOUNS = list(`
  price, rating, address, phone number, owner, status, size, weight, height, age, balance, salary, grade, schedule,
  opening hours, menu, population, mayor, altitude, air quality, pollen level, traffic, bus line, train delay,
  ticket price, shipping cost, order status, shelf place, delivery date, warranty, serial number, oil level,
  signal strength, water level, wind speed, humidity, snow depth, sunrise, holiday list, tax rate, budget, invoice,
  contract, license, points, rank, record, team, coach, captain, doctor, insurance, blood type, diet, exam date,
  homework, class room, teacher, seat number, gate, baggage limit, visa rule, exchange hours, news, photo, playlist`);

/** Reported only in the eval split. */
const UNSEEN_NOUNS = list(`
  noise level, bridge toll, ferry plan, soil type, fuel price, rent index, voter count, museum fee, lawn care,
  oven state, printer ink, badge color, locker key, plot area, crop yield, boat speed, choir voice, tower height`);

/** What is asked about: the argument names and how its values look. */
const SUBJECTS: readonly { names: readonly string[]; unseen: readonly string[]; kind: ValueKind }[] = [
  { names: ["city", "place", "town", "location"], unseen: ["village", "district"], kind: v.city },
  { names: ["person", "name", "user", "customer"], unseen: ["member", "citizen"], kind: v.person },
  { names: ["item", "product", "object", "article"], unseen: ["gadget", "good"], kind: v.thing },
  { names: ["id", "number", "code", "key"], unseen: ["badge", "token"], kind: v.code },
];

const DETAILS: readonly { names: readonly string[]; unseen: readonly string[]; wording: string; kind: ValueKind }[] = [
  { names: ["date", "day"], unseen: ["on_date"], wording: " on {detail}", kind: v.date },
  { names: ["year"], unseen: ["in_year"], wording: " in {detail}", kind: v.integer(1950, 2030) },
  { names: ["limit", "max", "count"], unseen: ["at_most"], wording: ", at most {detail}", kind: v.integer(1, 50) },
  {
    names: ["format", "form"],
    unseen: ["style"],
    wording: " as {detail}",
    kind: v.choice("text", "table", "chart", "list"),
  },
  { names: ["detailed", "full"], unseen: ["long"], wording: ", {detail}", kind: v.flag("in full", "in short") },
];

/**
 * A family made of a verb, a noun and one or two arguments; a quarter of the nouns of training are invented words.
 * `unseen` takes nouns and argument names that training never shows.
 */
export function composeFamily(random: Random, unseen: boolean): ToolFamily {
  const noun = unseen ? random.pick(UNSEEN_NOUNS) : random.chance(0.3) ? inventWord(random) : random.pick(KNOWN_NOUNS);
  const verb = random.pick(VERBS);
  const subject = random.pick(SUBJECTS);
  const subjectName = random.pick(unseen ? subject.unseen : subject.names);
  const parameters: Parameter[] = [{ key: "subject", names: [subjectName], kind: subject.kind }];
  let tail = "";
  if (random.chance(0.35)) {
    const detail = random.pick(DETAILS);
    parameters.push({ key: "detail", names: unseen ? detail.unseen : detail.names, kind: detail.kind });
    tail = detail.wording;
  }
  const value = random.pick([v.integer(1, 999), v.decimal(1, 99), v.code]);
  const field = noun.split(" ").at(-1)!;
  return {
    id: `composed ${noun}`,
    names: random.chance(0.8) ? [`${verb} ${noun}`] : [noun],
    descriptions: [
      `${capitalised(verb)} the ${noun} of ${withArticle(subjectName)}.`,
      `${capitalised(noun)} of ${withArticle(subjectName)}.`,
    ],
    parameters,
    requests: [
      `What is the ${noun} of {subject}${tail}?`,
      `${capitalised(verb === "lookup" ? "look up" : verb)} the ${noun} of {subject}${tail}.`,
      `I need the ${noun} for {subject}${tail}.`,
      `Show me the ${noun} of {subject}${tail}.`,
    ],
    goal: `the ${noun}`,
    result: { fields: [{ name: field, kind: value }], sentence: `The ${noun} of {subject} is {${field}}.` },
  };
}
