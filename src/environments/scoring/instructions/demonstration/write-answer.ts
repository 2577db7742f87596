import { countWords } from "../text/python-text.ts";
import { splitSentences } from "../text/split-sentences.ts";
import type { Instruction } from "../verifier.ts";
import { type Demands, joinDemands } from "./demands.ts";
import { fillerWords } from "./filler.ts";
import { renderAnswer } from "./render-answer.ts";

const ROUNDS = 8;
const FIRST_WORDS = 12;
const MORE_WORDS = 60;

/** A text for which all instructions hold, as strict as they are; null where none was found, as when they exclude each other. */
export function writeAnswer(instructions: readonly Instruction[]): string | null {
  const demands = joinDemands(instructions.map((instruction) => instruction.demands));
  const filler = fillerWords(demands.language ?? "en", demands.avoid ?? []);
  if (filler.length === 0) return null;
  let size = { words: FIRST_WORDS, sentences: demands.sentences?.lessThan === undefined ? 1 : 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const text = renderAnswer(demands, filler, size);
    if (instructions.every((instruction) => instruction.holds(text))) return text;
    size = larger(size, text, demands);
  }
  return null;
}

function larger(size: { words: number; sentences: number }, text: string, demands: Demands) {
  const missingWords = Math.max(0, (demands.words?.atLeast ?? 0) - countWords(text));
  const missingSentences = Math.max(0, (demands.sentences?.atLeast ?? 0) - splitSentences(text).length);
  const sentences = size.sentences + missingSentences;
  const isShort = demands.words?.lessThan !== undefined;
  const more = missingWords > 0 ? missingWords : isShort || missingSentences > 0 ? 0 : MORE_WORDS;
  return { words: Math.max(size.words + more, 2 * sentences), sentences };
}
