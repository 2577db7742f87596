export { type ChatAnswer, collectAnswer } from "./collect-answer.ts";
export type { ChatBackend, ChatRequest, StreamOptions } from "./contract.ts";
export { type LoadProgress, loadNativeBackend, type NativeBackendOptions } from "./native/load-native-backend.ts";
export { NativeBackend } from "./native/native-backend.ts";
