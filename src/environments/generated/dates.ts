import type { Random } from "../contract.ts";
import { fill } from "./fill.ts";
import { type ShortItem, shortTask } from "./short-task.ts";
import { MONTHS, WEEKDAYS } from "./words.ts";

const NEXT = [
  "Which {unit} comes after {name}?",
  "What {unit} comes after {name}?",
  "What is the next {unit} after {name}?",
];
const LAST = ["Which {unit} comes before {name}?", "What {unit} comes before {name}?"];
const AFTER = ["What {unit} is {count} {unit}s after {name}?", "It is {name}. What {unit} is it in {count} {unit}s?"];
const BEFORE = [
  "What {unit} is {count} {unit}s before {name}?",
  "It is {name}. What {unit} was it {count} {unit}s ago?",
];
const CLOCK = ["It is {time}. What time is it in {minutes} minutes?", "What time is {minutes} minutes after {time}?"];

/** Weekdays and months forwards and backwards, and minutes added to a time. */
export const dates = shortTask({
  id: "dates",
  maxTokens: 90,
  partition: true,
  make: (random) => random.pick([weekday, weekday, month, clock])(random),
});

function weekday(random: Random): ShortItem {
  return stepped(random, "day", "weekdays", WEEKDAYS, random.integer(1, 8));
}

function month(random: Random): ShortItem {
  return stepped(random, "month", "months", MONTHS, random.integer(1, 5));
}

function stepped(random: Random, unit: string, category: string, names: readonly string[], count: number): ShortItem {
  const start = random.integer(0, names.length - 1);
  const forward = random.chance(0.7);
  const at = (steps: number) => names[(start + (forward ? steps : -steps) + 2 * names.length) % names.length]!;
  const wordings = count === 1 ? (forward ? NEXT : LAST) : forward ? AFTER : BEFORE;
  const path = Array.from({ length: count }, (_, i) => `${at(i + 1)} ${i + 1}`);
  return {
    id: `${names[start]} ${forward ? "+" : "-"} ${count}`,
    category,
    question: fill(random.pick(wordings), { unit, name: names[start]!, count: String(count) }),
    thought: [names[start], ...path].join(", "),
    answer: `It is ${at(count)}.`,
    check: { kind: "words", words: [at(count)] },
  };
}

function clock(random: Random): ShortItem {
  const [hour, minute, added] = [random.integer(1, 22), 5 * random.integer(0, 11), 5 * random.integer(1, 11)];
  const sum = minute + added;
  const over = sum >= 60;
  const [newHour, newMinute] = over ? [hour + 1, sum - 60] : [hour, sum];
  const time = `${hour}:${String(minute).padStart(2, "0")}`;
  const later = `${newHour}:${String(newMinute).padStart(2, "0")}`;
  return {
    id: `${time} + ${added}`,
    category: "clock",
    question: fill(random.pick(CLOCK), { time, minutes: String(added) }),
    thought: `${minute}+${added}=${sum}${over ? `, ${sum}-60=${newMinute}, ${hour}+1=${newHour}` : `, hour ${hour}`}`,
    answer: `It is ${later}.`,
    check: { kind: "words", words: [later] },
  };
}
