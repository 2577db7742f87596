export { writeAnswer } from "./demonstration/write-answer.ts";
export {
  type InstructionList,
  type InstructionVerdict,
  judgeInstructions,
  looseTexts,
  readInstructions,
} from "./judge-instructions.ts";
export { detectLanguage } from "./language/detect-language.ts";
export { type RlvrTruth, readRlvrInstructions, rlvrFunctionNames } from "./rlvr-functions.ts";
export { splitSentences } from "./text/split-sentences.ts";
export type { Instruction } from "./verifier.ts";
