import type { Random } from "../contract.ts";
import { pickSome } from "../random.ts";
import { fill } from "./fill.ts";
import { type ShortItem, shortTask } from "./short-task.ts";
import { ANIMALS, FOODS, inventWord, THINGS } from "./words.ts";

const WORDS = [...THINGS, ...ANIMALS, ...FOODS, "strawberry", "banana", "letter", "summer", "butter", "pepper"];

const LETTER_WORDINGS = [
  "How many letters {letter} are in {word}?",
  "How many times is the letter {letter} in {word}?",
  "Count the letter {letter} in {word}.",
  "How many {letter}s are in the word {word}?",
];
const LENGTH_WORDINGS = [
  "How many letters does {word} have?",
  "How long is the word {word}?",
  "Count the letters of {word}.",
];
const WORD_WORDINGS = ["How many words are in: {text}", "Count the words: {text}", "How many words? {text}"];

/** Counting one letter, all letters, or words; the thought spells and numbers them. */
export const counting = shortTask({
  id: "counting",
  maxTokens: 100,
  partition: true,
  make: (random) => random.pick([oneLetter, oneLetter, allLetters, words])(random),
});

function oneLetter(random: Random): ShortItem {
  const word = drawWord(random);
  const repeated = [...word].filter((character) => word.indexOf(character) !== word.lastIndexOf(character));
  const letters = random.chance(0.15)
    ? [..."aeioursnt"]
    : random.chance(0.6) && repeated.length > 0
      ? repeated
      : [...word];
  const letter = random.pick(letters);
  let count = 0;
  const spelled = [...word].map((character) => (character === letter ? `${character} ${++count}` : character));
  return {
    id: `${letter} in ${word}`,
    category: "one letter",
    question: fill(random.pick(LETTER_WORDINGS), { letter, word }),
    thought: spelled.join(" "),
    answer: `The letter ${letter} is in ${word} ${count === 1 ? "1 time" : `${count} times`}.`,
    check: { kind: "number", value: count },
  };
}

function allLetters(random: Random): ShortItem {
  const word = drawWord(random);
  return {
    id: `length ${word}`,
    category: "all letters",
    question: fill(random.pick(LENGTH_WORDINGS), { word }),
    thought: [...word].map((character, i) => `${character} ${i + 1}`).join(" "),
    answer: `The word ${word} has ${word.length} letters.`,
    check: { kind: "number", value: word.length },
  };
}

function words(random: Random): ShortItem {
  const text = pickSome(random, WORDS, random.integer(2, 8));
  return {
    id: `words ${text.join(" ")}`,
    category: "words",
    question: fill(random.pick(WORD_WORDINGS), { text: text.join(" ") }),
    thought: text.map((word, i) => `${word} ${i + 1}`).join(" "),
    answer: `There are ${text.length} words.`,
    check: { kind: "number", value: text.length },
  };
}

function drawWord(random: Random): string {
  return random.chance(0.6) ? random.pick(WORDS) : inventWord(random);
}
