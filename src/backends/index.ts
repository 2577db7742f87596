export { answerObject, type ObjectAnswer, type ObjectRequest } from "./answer-object.ts";
export { type ChatAnswer, collectAnswer } from "./collect-answer.ts";
export type {
  ChatBackend,
  ChatRequest,
  CompletionRequest,
  EncodeOptions,
  ModelFacts,
  StreamOptions,
  TokenAccess,
} from "./contract.ts";
export { LlamaCppBackend } from "./llama-cpp/llama-cpp-backend.ts";
export { type LlamaCppBackendOptions, loadLlamaCppBackend } from "./llama-cpp/load-llama-cpp-backend.ts";
export { loadLibrary as loadLlamaLibrary } from "./llama-cpp/process/load-library.ts";
export { type LoadProgress, loadNativeBackend, type NativeBackendOptions } from "./native/load-native-backend.ts";
export { NativeBackend } from "./native/native-backend.ts";
export { type OpenedBackend, type OpenOptions, openBackend } from "./open-backend.ts";
export { loadRemoteBackend } from "./remote/load-remote-backend.ts";
export type { RemoteBackendOptions } from "./remote/options.ts";
export { detectPreset, type Preset, type PresetName, presets, type RemoteMode } from "./remote/presets.ts";
export { RemoteBackend } from "./remote/remote-backend.ts";
export { type AskedRequest, type SchemaTool, withPlainTools } from "./schema-tools.ts";
export { ThoughtControl } from "./thought-control.ts";
