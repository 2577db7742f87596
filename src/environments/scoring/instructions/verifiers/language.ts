import { z } from "zod";
import { canDetect, detectLanguage } from "../language/detect-language.ts";
import { isLower, isUpper } from "../text/python-text.ts";
import { defineVerifier, noArguments } from "../verifier.ts";

/** Text whose language cannot be told is taken to be right. */
export const responseLanguage = defineVerifier({
  id: "language:response_language",
  arguments: z.strictObject({
    language: z.string().refine(canDetect, { error: "a language that the detector does not know" }),
  }),
  holds: (text, { language }) => isIn(text, language),
  demands: ({ language }) => ({ language }),
});

export const englishCapital = defineVerifier({
  id: "change_case:english_capital",
  arguments: noArguments,
  holds: (text) => isUpper(text) && isIn(text, "en"),
  demands: () => ({ letterCase: "upper", language: "en" }),
});

export const englishLowercase = defineVerifier({
  id: "change_case:english_lowercase",
  arguments: noArguments,
  holds: (text) => isLower(text) && isIn(text, "en"),
  demands: () => ({ letterCase: "lower", language: "en" }),
});

function isIn(text: string, language: string): boolean {
  return (detectLanguage(text) ?? language) === language;
}
