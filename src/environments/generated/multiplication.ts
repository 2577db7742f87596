import { pickWeighted } from "../random.ts";
import { multiplicationColumns } from "./columns.ts";
import { fill } from "./fill.ts";
import { shortTask } from "./short-task.ts";

const WORDINGS = [
  "What is {a} * {b}?",
  "What is {a} x {b}?",
  "{a} * {b}",
  "Compute {a}*{b}.",
  "Multiply {a} by {b}.",
  "What is {a} times {b}?",
];

const DIGITS = [
  [1, 1],
  [3, 2],
  [3, 3],
] as const;

/** A number of up to three digits times one digit. */
export const multiplication = shortTask({
  id: "multiplication",
  maxTokens: 120,
  partition: true,
  make: (random) => {
    const digits = pickWeighted(random, DIGITS);
    const number = random.integer(digits === 1 ? 0 : 10 ** (digits - 1), 10 ** digits - 1);
    const factor = random.integer(2, 9);
    return {
      id: `${number}*${factor}`,
      category: digits === 1 ? "1 digit" : `${digits} digits`,
      question: fill(random.pick(WORDINGS), { a: String(number), b: String(factor) }),
      thought: multiplicationColumns(number, factor),
      answer: `${number} * ${factor} = ${number * factor}`,
      check: { kind: "number", value: number * factor },
    };
  },
});
