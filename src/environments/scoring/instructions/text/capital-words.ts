import { isUpper, SPACE } from "./python-text.ts";

/**
 * Words that are all upper case, counted over the tokens of the Penn Treebank: clitics are tokens ("DON'T" is DO and N'T), hyphens
 * join, brackets, quotes and most signs part. Tokens without a cased letter cannot count, so punctuation is only cut away.
 */
export function countCapitalWords(text: string): number {
  let count = 0;
  for (const piece of text.split(BETWEEN)) {
    for (const token of clitics(piece)) if (isUpper(token)) count++;
  }
  return count;
}

const BETWEEN = new RegExp(`[${SPACE};@#$%&?!*()[\\]{}<>"\`“”‘’«»„]|\\.{2,}|--|''|[:,](?!\\d)`, "u");
const CLITIC = /^(.+)('s|'m|'d|'ll|'re|'ve|n't)$/isu;
/** Pairs that the tokeniser parts although they are written as one. */
const PAIRS = /^(can)(not)$|^(gim)(me)$|^(gon)(na)$|^(got)(ta)$|^(lem)(me)$|^(wan)(na)$|^('t)(is|was)$/isu;

function clitics(piece: string): string[] {
  const parts = CLITIC.exec(piece) ?? PAIRS.exec(piece);
  return parts ? parts.slice(1).filter((part) => part !== undefined) : [piece];
}
