import type { Random } from "../contract.ts";
import { fill } from "./fill.ts";
import { shortTask } from "./short-task.ts";

const LARGER = ["Which is larger, {a} or {b}?", "Which number is bigger: {a} or {b}?", "What is more, {a} or {b}?"];
const SMALLER = ["Which is smaller, {a} or {b}?", "Which number is smaller: {a} or {b}?", "What is less, {a} or {b}?"];

/** The larger or smaller of two numbers; the thought lines up the digits and stops where they differ. */
export const comparison = shortTask({
  id: "comparison",
  maxTokens: 80,
  make: (random) => {
    const decimals = random.chance(0.3);
    const [a, b] = decimals ? drawDecimals(random) : drawNumbers(random);
    const larger = random.chance(0.6);
    const winner = Number(a) > Number(b) === larger ? a : b;
    const word = larger ? "larger" : "smaller";
    return {
      id: `${word} ${a} ${b}`,
      category: decimals ? "decimals" : "whole numbers",
      question: fill(random.pick(larger ? LARGER : SMALLER), { a, b }),
      thought: digitSteps(a, b),
      answer: `${winner} is ${word}.`,
      check: { kind: "number", value: Number(winner) },
    };
  },
});

/** `0123 and 0132: 0=0 1=1 2<3`, both padded with zeros to one form. */
function digitSteps(a: string, b: string): string {
  const [left, right] = samePlaces(a, b);
  const steps: string[] = [];
  for (let i = 0; i < left.length; i++) {
    if (left[i] === ".") continue;
    const sign = left[i] === right[i] ? "=" : left[i]! < right[i]! ? "<" : ">";
    steps.push(`${left[i]}${sign}${right[i]}`);
    if (sign !== "=") break;
  }
  return `${left} and ${right}: ${steps.join(" ")}`;
}

function samePlaces(a: string, b: string): [string, string] {
  if (a.includes(".")) return [a.padEnd(b.length, "0"), b.padEnd(a.length, "0")];
  return [a.padStart(b.length, "0"), b.padStart(a.length, "0")];
}

function drawNumbers(random: Random): [string, string] {
  const width = random.integer(1, 4);
  const first = random.integer(0, 10 ** width - 1);
  const second = random.chance(0.4)
    ? first + random.pick([-20, -3, -1, 1, 2, 10])
    : random.integer(0, 10 ** random.integer(1, 4) - 1);
  return second < 0 || second === first ? [String(first), String(first + 1)] : [String(first), String(second)];
}

/** `9.9` and `9.11`: one digit before the point, one or two after it, the last one not zero. */
function drawDecimals(random: Random): [string, string] {
  const whole = random.integer(0, 9);
  const otherWhole = random.chance(0.7) ? whole : random.integer(0, 9);
  const one = `${whole}.${random.integer(1, 9)}`;
  const two = `${otherWhole}.${random.integer(0, 9)}${random.integer(1, 9)}`;
  return random.chance(0.5) ? [one, two] : [two, one];
}
