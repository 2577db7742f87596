export { EVAL_SEED, type HeldOutItem, heldOutIds, heldOutItems, itemHash } from "./held-out.ts";
export {
  HELD_OUT_PER_CATEGORY,
  type Mixture,
  type MixtureOptions,
  type MixtureStatistics,
  trainingConversations,
} from "./mixture.ts";
export { environments, environmentTable } from "./registry.ts";
export type { TrainingConversation } from "./training-conversation.ts";
