export { compileMachine, type TokenGrammar } from "./compile-machine.ts";
export { IndexedVocabulary } from "./indexed-vocabulary.ts";
export type { MaskCounts } from "./mask-builder.ts";
export type { MachineSource } from "./running-machine.ts";
export type { Steps } from "./steps.ts";
export {
  createVocabulary,
  indexVocabulary,
  type VocabularyOptions,
  withoutTags,
} from "./vocabulary.ts";
