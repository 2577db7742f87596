import type { Random } from "./contract.ts";

/** A question that needs no tool and no schema, its shortest answer and that answer as a sentence. */
export interface SimpleQuestion {
  readonly question: string;
  readonly answer: string;
  readonly sentence: string;
}

const CAPITALS = [
  ["France", "Paris"],
  ["Italy", "Rome"],
  ["Spain", "Madrid"],
  ["Germany", "Berlin"],
  ["England", "London"],
  ["Japan", "Tokyo"],
  ["Austria", "Vienna"],
  ["Norway", "Oslo"],
  ["Portugal", "Lisbon"],
  ["Greece", "Athens"],
  ["Poland", "Warsaw"],
  ["Egypt", "Cairo"],
  ["Peru", "Lima"],
  ["Cuba", "Havana"],
  ["Kenya", "Nairobi"],
  ["Ireland", "Dublin"],
] as const;

const COLOURS = [
  ["the sky", "blue"],
  ["grass", "green"],
  ["snow", "white"],
  ["blood", "red"],
  ["a lemon", "yellow"],
  ["coal", "black"],
  ["chocolate", "brown"],
  ["a carrot", "orange"],
] as const;

const OPPOSITES = [
  ["hot", "cold"],
  ["big", "small"],
  ["fast", "slow"],
  ["old", "new"],
  ["up", "down"],
  ["day", "night"],
  ["open", "closed"],
  ["full", "empty"],
  ["light", "dark"],
  ["wet", "dry"],
] as const;

const SOUNDS = [
  ["dog", "barks"],
  ["cat", "meows"],
  ["cow", "moos"],
  ["duck", "quacks"],
  ["lion", "roars"],
  ["bee", "buzzes"],
] as const;

/** A small sum, a capital, a colour, an opposite or the sound of an animal. */
export function simpleQuestion(random: Random): SimpleQuestion {
  const kind = random.integer(0, 5);
  if (kind <= 1) return smallSum(random);
  if (kind === 2) {
    const [country, capital] = random.pick(CAPITALS);
    return fact(
      random,
      capital,
      `The capital of ${country} is ${capital}.`,
      `What is the capital of ${country}?`,
      `Name the capital of ${country}.`,
    );
  }
  if (kind === 3) {
    const [thing, colour] = random.pick(COLOURS);
    return fact(
      random,
      colour,
      `The color of ${thing} is ${colour}.`,
      `What color is ${thing}?`,
      `What is the color of ${thing}?`,
    );
  }
  if (kind === 4) {
    const [word, opposite] = random.pick(OPPOSITES);
    return fact(
      random,
      opposite,
      `The opposite of ${word} is ${opposite}.`,
      `What is the opposite of ${word}?`,
      `Tell me the opposite of ${word}.`,
    );
  }
  const [animal, sound] = random.pick(SOUNDS);
  return fact(random, animal, `The ${animal} ${sound}.`, `Which animal ${sound}?`, `What animal ${sound}?`);
}

function fact(random: Random, answer: string, sentence: string, ...questions: readonly string[]): SimpleQuestion {
  return { question: random.pick(questions), answer, sentence };
}

function smallSum(random: Random): SimpleQuestion {
  const [left, right] = [random.integer(1, 9), random.integer(1, 9)];
  const sum = left + right;
  return fact(
    random,
    String(sum),
    `${left} + ${right} = ${sum}`,
    `What is ${left} + ${right}?`,
    `How much is ${left} plus ${right}?`,
  );
}
