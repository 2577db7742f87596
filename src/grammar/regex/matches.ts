import type { Language } from "./class-machine.ts";

/** Whether a string is in a language. */
export function matches(language: Language, text: string): boolean {
  if (language === null) return false;
  let state = language.start;
  for (const character of text) {
    state = language.next(state, character.codePointAt(0)!);
    if (state === -1) return false;
  }
  return language.isAccepting(state);
}
