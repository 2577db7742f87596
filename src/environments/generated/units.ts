import { fill } from "./fill.ts";
import { shortTask } from "./short-task.ts";

/** One large unit is `factor` small ones; `highest` is the largest count asked for. */
const UNITS = [
  { large: "hour", small: "minute", factor: 60, highest: 12 },
  { large: "minute", small: "second", factor: 60, highest: 12 },
  { large: "day", small: "hour", factor: 24, highest: 7 },
  { large: "week", small: "day", factor: 7, highest: 12 },
  { large: "year", small: "month", factor: 12, highest: 9 },
  { large: "km", small: "m", factor: 1000, highest: 99 },
  { large: "m", small: "cm", factor: 100, highest: 99 },
  { large: "cm", small: "mm", factor: 10, highest: 99 },
  { large: "kg", small: "g", factor: 1000, highest: 99 },
  { large: "liter", small: "ml", factor: 1000, highest: 99 },
] as const;

const WORDINGS = [
  "How many {small} are {count} {large}?",
  "Convert {count} {large} to {small}.",
  "{count} {large} in {small}?",
  "How many {small} are in {count} {large}?",
  "What is {count} {large} in {small}?",
];

/** Whole counts of a unit in the next smaller one. */
export const units = shortTask({
  id: "units",
  maxTokens: 80,
  partition: true,
  make: (random) => {
    const { large, small, factor, highest } = random.pick(UNITS);
    const count = random.integer(2, highest);
    const [many, parts] = [plural(large), plural(small)];
    return {
      id: `${count} ${large} in ${small}`,
      category: factor % 10 === 0 && factor !== 60 ? "tens" : "time",
      question: fill(random.pick(WORDINGS), { small: parts, large: many, count: String(count) }),
      thought: `1 ${large} = ${factor} ${parts}. ${count}*${factor}=${count * factor}`,
      answer: `${count} ${many} are ${count * factor} ${parts}.`,
      check: { kind: "number", value: count * factor },
    };
  },
});

/** Words get an s, symbols (km, g) do not. */
function plural(unit: string): string {
  return unit.length > 2 ? `${unit}s` : unit;
}
