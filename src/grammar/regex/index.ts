export { type Alphabet, classOf, examplesOf, intervalOf, refine } from "./alphabet.ts";
export { choiceMachine } from "./choice-machine.ts";
export { allowsAny, type ClassMachine, type Language } from "./class-machine.ts";
export { type CodePointSet, codePointSet, everyCodePoint, invert } from "./code-point-set.ts";
export { countStates } from "./count-states.ts";
export type { PatternPlace } from "./fail.ts";
export { formatLanguage, formatNames, isExactFormat } from "./formats.ts";
export {
  anyLanguage,
  complement,
  difference,
  intersection,
  isEmpty,
  patternLanguage,
  union,
  wholeMatchLanguage,
} from "./languages.ts";
export { lengthLanguage } from "./length-machine.ts";
export { literalLanguage } from "./literal-machine.ts";
export { matches } from "./matches.ts";
export { PlainTextRoom } from "./plain-text.ts";
export { shortestWord } from "./shortest-word.ts";
export { utf8Machine } from "./utf8-machine.ts";
