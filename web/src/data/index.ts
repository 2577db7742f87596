/** The door of the page's data: what the interface imports. */
export type * from "./contract.ts";
export { type ChatDataOptions, createChatData } from "./create-chat-data.ts";
export { cardSampling, defaultPreferences, defaultSettings, modelSampling } from "./defaults.ts";
export type * from "./model.ts";
export { type PathEntry, pathEntries } from "./tree/conversation-tree.ts";
export { textOf } from "./tree/node-text.ts";
