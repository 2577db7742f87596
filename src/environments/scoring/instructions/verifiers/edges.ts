import { z } from "zod";
import { strip, stripCharacters } from "../text/python-text.ts";
import { defineVerifier, noArguments } from "../verifier.ts";

const phrase = z.string().trim().min(1);

export const repeatPrompt = defineVerifier({
  id: "combination:repeat_prompt",
  arguments: z.strictObject({ prompt_to_repeat: phrase }),
  holds: (text, given) => strip(text).toLowerCase().startsWith(strip(given.prompt_to_repeat).toLowerCase()),
  demands: (given) => ({ start: given.prompt_to_repeat }),
});

/** Quotes around the whole answer do not matter. */
export const endChecker = defineVerifier({
  id: "startend:end_checker",
  arguments: z.strictObject({ end_phrase: phrase }),
  holds: (text, given) =>
    stripCharacters(strip(text), '"').toLowerCase().endsWith(strip(given.end_phrase).toLowerCase()),
  demands: (given) => ({ end: given.end_phrase }),
});

export const quotation = defineVerifier({
  id: "startend:quotation",
  arguments: noArguments,
  holds: (text) => /^".*"$/su.test(strip(text)),
  demands: () => ({ quotes: true }),
});
