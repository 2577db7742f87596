import type { Verifier } from "../verifier.ts";
import { constrainedResponse, noComma, numberOfPlaceholders, postscript, title } from "./content.ts";
import { endChecker, quotation, repeatPrompt } from "./edges.ts";
import { jsonFormat, numberOfBullets, numberOfHighlights } from "./formats.ts";
import { existence, forbiddenWords, frequency, letterFrequency } from "./keywords.ts";
import { englishCapital, englishLowercase, responseLanguage } from "./language.ts";
import { capitalWordFrequency, numberOfSentences, numberOfWords } from "./lengths.ts";
import { multipleSections, nthParagraphFirstWord, numberOfParagraphs, twoResponses } from "./parts.ts";

/** The 25 kinds of instruction, by the names of the data. */
export const verifiers: readonly Verifier[] = [
  existence,
  frequency,
  forbiddenWords,
  letterFrequency,
  responseLanguage,
  numberOfSentences,
  numberOfWords,
  numberOfParagraphs,
  nthParagraphFirstWord,
  numberOfPlaceholders,
  postscript,
  numberOfBullets,
  constrainedResponse,
  numberOfHighlights,
  multipleSections,
  jsonFormat,
  title,
  repeatPrompt,
  twoResponses,
  endChecker,
  quotation,
  capitalWordFrequency,
  englishCapital,
  englishLowercase,
  noComma,
];
