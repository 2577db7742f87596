import type { Random } from "../contract.ts";

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

/** A small sum (one in three) or a fact of common knowledge. */
export function simpleQuestion(random: Random): SimpleQuestion {
  return random.chance(1 / 3) ? smallSum(random) : commonFact(random);
}

/** A capital, a colour, an opposite or the sound of an animal. */
export function commonFact(random: Random): SimpleQuestion {
  return random.pick([capitalFact, colourFact, oppositeFact, soundFact])(random);
}

function capitalFact(random: Random): SimpleQuestion {
  const [country, capital] = random.pick(CAPITALS);
  const questions = [`What is the capital of ${country}?`, `Name the capital of ${country}.`];
  return fact(random, capital, `The capital of ${country} is ${capital}.`, ...questions);
}

function colourFact(random: Random): SimpleQuestion {
  const [thing, colour] = random.pick(COLOURS);
  const questions = [`What color is ${thing}?`, `What is the color of ${thing}?`];
  return fact(random, colour, `The color of ${thing} is ${colour}.`, ...questions);
}

function oppositeFact(random: Random): SimpleQuestion {
  const [word, opposite] = random.pick(OPPOSITES);
  const questions = [`What is the opposite of ${word}?`, `Tell me the opposite of ${word}.`];
  return fact(random, opposite, `The opposite of ${word} is ${opposite}.`, ...questions);
}

function soundFact(random: Random): SimpleQuestion {
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
