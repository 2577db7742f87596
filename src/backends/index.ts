export { type ChatAnswer, collectAnswer } from "./collect-answer.ts";
export type { ChatBackend, ChatRequest, StreamOptions } from "./contract.ts";
export { LlamaCppBackend } from "./llama-cpp/llama-cpp-backend.ts";
export { type LlamaCppBackendOptions, loadLlamaCppBackend } from "./llama-cpp/load-llama-cpp-backend.ts";
export { type LoadProgress, loadNativeBackend, type NativeBackendOptions } from "./native/load-native-backend.ts";
export { NativeBackend } from "./native/native-backend.ts";
