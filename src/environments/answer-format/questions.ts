import type { Random } from "../contract.ts";
import { pickSome } from "../random.ts";
import type { DataKind } from "./answer-format.ts";

/** A question with a short answer that is known. Whether an answer is right does not matter to this task. */
export interface Question {
  readonly dataKind: DataKind;
  readonly text: string;
  readonly answer: string;
}

const NAMES = ["Ada", "Bo", "Chidi", "Dora", "Emil", "Farah", "Goran", "Hana", "Ivo", "Juna"];
const THINGS = ["pears", "buttons", "stamps", "marbles", "lanterns", "ribbons", "shells", "tickets"];
const WORDS = [
  "anchor",
  "basket",
  "candle",
  "drum",
  "engine",
  "feather",
  "garden",
  "hammer",
  "island",
  "jacket",
  "kettle",
  "ladder",
];
const OPPOSITES = [
  ["tall", "short"],
  ["early", "late"],
  ["empty", "full"],
  ["near", "far"],
  ["soft", "hard"],
  ["bright", "dark"],
  ["heavy", "light"],
  ["narrow", "wide"],
] as const;
const PYTHON = [
  ["gives the number of items of a list", "len"],
  ["adds all numbers of a list", "sum"],
  ["gives the largest item", "max"],
  ["gives a list in order without changing it", "sorted"],
  ["pairs items with their index", "enumerate"],
  ["joins two lists item by item", "zip"],
  ["gives the absolute value of a number", "abs"],
  ["reads a line from the user", "input"],
] as const;

export function drawQuestion(random: Random): Question {
  return random.pick([
    sumQuestion,
    productQuestion,
    codeQuestion,
    expressionQuestion,
    orderQuestion,
    oppositeQuestion,
    lettersQuestion,
  ])(random);
}

function sumQuestion(random: Random): Question {
  const [name, thing] = [random.pick(NAMES), random.pick(THINGS)];
  const [had, got, lost] = [random.integer(20, 400), random.integer(5, 90), random.integer(1, 19)];
  const text = `${name} has ${had} ${thing}, gets ${got} more and gives ${lost} away. How many ${thing} does ${name} have now?`;
  return { dataKind: "maths", text, answer: String(had + got - lost) };
}

function productQuestion(random: Random): Question {
  const [rows, seats, price] = [random.integer(3, 40), random.integer(4, 30), random.integer(2, 9)];
  const text = `A hall has ${rows} rows of ${seats} seats, and a seat costs ${price} coins. How many coins are all seats together?`;
  return { dataKind: "maths", text, answer: String(rows * seats * price) };
}

function codeQuestion(random: Random): Question {
  const [what, name] = random.pick(PYTHON);
  const list = Array.from({ length: random.integer(2, 5) }, () => random.integer(0, 99)).join(", ");
  return {
    dataKind: "code",
    text: `Which built-in function of Python ${what}? Think of the list [${list}].`,
    answer: name,
  };
}

function expressionQuestion(random: Random): Question {
  const [start, stop, step] = [random.integer(0, 9), random.integer(20, 60), random.integer(2, 7)];
  const text = `How many numbers does the Python expression range(${start}, ${stop}, ${step}) give?`;
  return { dataKind: "code", text, answer: String(Math.ceil((stop - start) / step)) };
}

function orderQuestion(random: Random): Question {
  const words = pickSome(random, WORDS, random.integer(3, 6));
  const [first] = [...words].sort();
  return {
    dataKind: "generic",
    text: `Which of these words comes first in the alphabet: ${words.join(", ")}?`,
    answer: first!,
  };
}

function oppositeQuestion(random: Random): Question {
  const [word, opposite] = random.pick(OPPOSITES);
  const text = `${random.pick(NAMES)} and ${random.pick(NAMES)} look for the opposite of "${word}". What is it?`;
  return { dataKind: "generic", text, answer: opposite };
}

function lettersQuestion(random: Random): Question {
  const words = pickSome(random, WORDS, random.integer(2, 4));
  const text = `How many letters do these words have together: ${words.join(", ")}?`;
  return { dataKind: "generic", text, answer: String(words.join("").length) };
}
