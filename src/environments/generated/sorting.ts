import type { Random } from "../contract.ts";
import { pickSome } from "../random.ts";
import { fill } from "./fill.ts";
import { shortTask } from "./short-task.ts";
import { ANIMALS, FOODS, THINGS } from "./words.ts";

const UP = [
  "Sort {items}.",
  "Sort these numbers: {items}",
  "Put {items} in order.",
  "Sort from small to large: {items}",
];
const DOWN = ["Sort from large to small: {items}", "Sort {items} from large to small."];
const ALPHABET = [
  "Sort {items}.",
  "Sort these words: {items}",
  "Put {items} in alphabetical order.",
  "Sort by alphabet: {items}",
];
const WORDS = [...THINGS, ...ANIMALS, ...FOODS];

/** Three to five numbers or words in order; the thought takes the next item out of what is left, line by line. */
export const sorting = shortTask({
  id: "sorting",
  maxTokens: 140,
  make: (random) => {
    const byAlphabet = random.chance(0.35);
    const down = !byAlphabet && random.chance(0.2);
    const items = byAlphabet ? drawWords(random) : drawNumbers(random);
    const sorted = [...items].sort((left, right) =>
      byAlphabet ? compareText(left, right) : Number(left) - Number(right),
    );
    if (down) sorted.reverse();
    return {
      id: `${down ? "down" : "up"} ${items.join(" ")}`,
      category: byAlphabet ? "words" : down ? "numbers, falling" : "numbers, rising",
      question: fill(random.pick(byAlphabet ? ALPHABET : down ? DOWN : UP), { items: items.join(", ") }),
      thought: selectionSteps(items, sorted),
      answer: sorted.join(", "),
      check: { kind: "exact" },
    };
  },
});

/** `7 3 9: 3`, `7 9: 7`, `9: 9`. */
function selectionSteps(items: readonly string[], sorted: readonly string[]): string {
  let left = [...items];
  return sorted
    .map((next) => {
      const line = `${left.join(" ")}: ${next}`;
      left = left.filter((item) => item !== next);
      return line;
    })
    .join("\n");
}

function drawNumbers(random: Random): string[] {
  const highest = random.pick([9, 99, 99]);
  const count = random.integer(3, 5);
  const numbers = new Set<number>();
  while (numbers.size < count) numbers.add(random.integer(0, highest));
  return [...numbers].map(String);
}

/** Words with different first letters, so that the first letter decides. */
function drawWords(random: Random): string[] {
  const shuffled = pickSome(random, WORDS, WORDS.length);
  const different = shuffled.filter((word, i) => shuffled.findIndex((other) => other[0] === word[0]) === i);
  return different.slice(0, random.integer(3, 4));
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : 1;
}
