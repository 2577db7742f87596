import type { ConversationSettings, Preferences, SamplingSettings } from "./model.ts";

/** Everything is left to the model. */
export const modelSampling: SamplingSettings = {
  temperature: null,
  topP: null,
  topK: null,
  minP: null,
  repetitionPenalty: null,
  maxTokens: null,
  seed: null,
};

/** What the cards of Hermes 4 recommend; shown where the server does not tell its own. */
export const cardSampling: SamplingSettings = { ...modelSampling, temperature: 0.6, topP: 0.95, topK: 20 };

export const defaultSettings: ConversationSettings = {
  characterId: null,
  system: "",
  thinking: false,
  keepThoughts: false,
  thinkingBudget: null,
  sampling: modelSampling,
  tools: false,
  jsonView: true,
};

export const defaultPreferences: Preferences = {
  theme: "system",
  settings: defaultSettings,
  foldReasoning: true,
  enterSends: true,
};
