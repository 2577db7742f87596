import { labelledSentences } from "../language/labelled-sentences.ts";

const ENGLISH =
  "we walk along the quiet river with our friends and then they open the old door of the house because the sun is warm today " +
  "while she keeps two small boats near the bridge so that he can bring them home before night when all of us eat bread at " +
  "the long table under green trees which grow slowly beside the water where birds come back to sing for the children";

/** Words without punctuation that are read as the language, in an order that repeats; without those that hold a text of `avoid`. */
export function fillerWords(language: string, avoid: readonly string[]): string[] {
  const text = language === "en" ? ENGLISH : (labelledSentences[language] ?? []).join(" ");
  const words = text.match(/[\p{L}\p{M}\u200c]+/gu) ?? [];
  return words.filter((word) => !avoid.some((text) => word.toLowerCase().includes(text.toLowerCase())));
}
