import { completionText, scoreLastNumber } from "../completion.ts";
import type { GeneratedEnvironment, Random } from "../contract.ts";
import { endless, pickWeighted } from "../random.ts";
import { additionColumns, subtractionColumns } from "./columns.ts";
import { fill } from "./fill.ts";
import { defaults, userRequest } from "./request.ts";

interface Sum {
  readonly left: number;
  readonly right: number;
  readonly operation: "+" | "-";
  readonly wording: string;
}

const WORDINGS = {
  "+": [
    "What is {a} + {b}?",
    "What is {a} + {b}?",
    "Compute {a}+{b}.",
    "{a} + {b} =",
    "{a}+{b}",
    "Add {a} and {b}.",
    "Calculate {a} + {b}.",
    "How much is {a} plus {b}?",
    "What is the sum of {a} and {b}?",
    "Please add {b} to {a}.",
    "what is {a}+{b}",
    "What's {a} + {b}?",
    "I have {a} coins and get {b} more. How many do I have?",
  ],
  "-": [
    "What is {a} - {b}?",
    "What is {a} - {b}?",
    "Compute {a}-{b}.",
    "{a} - {b} =",
    "{a}-{b}",
    "Subtract {b} from {a}.",
    "Calculate {a} - {b}.",
    "How much is {a} minus {b}?",
    "What is the difference of {a} and {b}?",
    "Take {b} away from {a}.",
    "what is {a}-{b}",
    "What's {a} - {b}?",
    "I have {a} coins and give away {b}. How many are left?",
  ],
} as const;

/** Shares of the widths (digits of the larger number). The thought is one line a column, so wide sums need most practice. */
const WIDTHS = [
  [1, 1],
  [4, 2],
  [8, 3],
  [11, 4],
] as const;

/** Share of differences below zero; only among one- and two-digit numbers. */
const NEGATIVE_SHARE = 0.08;

/** Addition and subtraction of whole numbers of up to four digits. */
export const arithmetic: GeneratedEnvironment<Sum> = {
  id: "arithmetic",
  version: "1",
  defaults: defaults(160),
  items: sums,
  itemId: ({ left, right, operation }) =>
    operation === "+" ? `${Math.min(left, right)}+${Math.max(left, right)}` : `${left}-${right}`,
  category: ({ left, right, operation }) => {
    const width = String(Math.max(left, right)).length;
    return `${operation === "+" ? "addition" : "subtraction"}, ${width <= 2 ? "1-2" : width} digits`;
  },
  prompt: (item, mode) => userRequest(question(item), mode, 160),
  demonstrate: (item, mode) =>
    completionText(mode, thought(item), `${item.left} ${item.operation} ${item.right} = ${result(item)}`),
  score: (item, { completion, mode }) => scoreLastNumber(completion, mode, result(item)),
};

/** One-digit sums also stand in other tasks as easy questions, so they are trained and never evaluated. */
function* sums(split: "train" | "eval", seed: number): Generator<Sum> {
  for (const sum of endless("arithmetic", split, seed, makeSum)) {
    if (split === "train" || Math.max(sum.left, sum.right) > 9) yield sum;
  }
}

function makeSum(random: Random): Sum {
  const width = pickWeighted(random, WIDTHS);
  const operation = random.pick(["+", "-"] as const);
  const large = random.integer(width === 1 ? 0 : 10 ** (width - 1), 10 ** width - 1);
  const otherWidth = random.chance(0.75) ? width : random.integer(1, width);
  const small = random.integer(otherWidth === 1 ? 0 : 10 ** (otherWidth - 1), 10 ** otherWidth - 1);
  const swap = operation === "+" ? random.chance(0.5) : small > large !== (width <= 2 && random.chance(NEGATIVE_SHARE));
  const [left, right] = swap ? [small, large] : [large, small];
  return { left, right, operation, wording: random.pick(WORDINGS[operation]) };
}

function question({ left, right, wording }: Sum): string {
  return fill(wording, { a: String(left), b: String(right) });
}

function result({ left, right, operation }: Sum): number {
  return operation === "+" ? left + right : left - right;
}

function thought({ left, right, operation }: Sum): string {
  if (operation === "+") return additionColumns(left, right);
  if (left >= right) return subtractionColumns(left, right);
  return `${left} < ${right}, so minus.\n${subtractionColumns(right, left)}`;
}
