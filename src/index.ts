/** Everything the package offers; what is not named here is internal. */

export {
  /** Facts on one kind of endpoint. */ type Preset,
  /** The kinds of endpoints that are known. */ type PresetName,
  /** What is known of each kind of endpoint. */ presets,
  /** How to speak to an endpoint. */ type RemoteBackendOptions,
  /** Who renders the prompt, we or the endpoint. */ type RemoteMode,
} from "./backends/index.ts";
export type {
  /** What was mended or is odd about a tool call. */ CallNote,
  /** One message of a conversation, in the OpenAI form. */ ChatMessage,
  /** Who wrote a message. */ ChatRole,
  /** Something odd about an answer. */ Diagnostic,
  /** Why an answer ended. */ FinishReason,
  /** Why a tool-call block is not a call. */ InvalidReason,
  /** A JSON value. */ Json,
  /** Reads raw model text as it arrives. */ OutputParser,
  /** Where a parser starts and what it reads. */ OutputParserOptions,
  /** One part of a parsed answer. */ OutputPart,
  /** A parsed answer: its parts and what was odd. */ ParsedOutput,
  /** What a parser tells while it reads. */ ParserEvent,
  /** The prompt formats of the Hermes 4 family. */ ProfileName,
  /** What was odd about a conversation. */ PromptWarning,
  /** A prompt as text, with the origin of every piece. */ RenderedPrompt,
  /** What renderPrompt takes. */ RenderInput,
  /** Publisher's bytes, or with the known faults mended. */ RenderMode,
  /** One part of a streamed answer. */ StreamPart,
  /** Text inside a message's content list. */ TextPart,
  /** Milliseconds spent on an answer. */ Timings,
  /** A function the model may call. */ Tool,
  /** A call in an assistant message. */ ToolCallMessage,
  /** Token counts of an answer. */ Usage,
} from "./chat/index.ts";
export {
  /** Folds stream parts into one message. */ collectMessage,
  /** Reads raw model text piece by piece. */ createOutputParser,
  /** The system prompt where the caller gives none. */ DEFAULT_SYSTEM_PROMPT,
  /** Reads raw model text at once. */ parseOutput,
  /** Renders a conversation to what a Hermes 4 model reads. */ renderPrompt,
  /** Where the parser starts behind a prefilled answer. */ startOfAnswer,
  /** The system prompt that makes a Hermes 4 model think. */ THINKING_PROMPT,
} from "./chat/index.ts";
export {
  /** Names of all failures. */ type ErrorCode,
  /** The facts of each failure, by code. */ type ErrorFacts,
  /** The one error class. */ HermesError,
  /** Tells our errors, of one code or any. */ isHermesError,
} from "./errors.ts";
export {
  /** A whole answer. */ type ChatAnswer,
  /** One question to a model. */ type ChatRequest,
  /** Loads a model and answers, part by part or whole. */ Hermes,
  /** Which model, and how to run it. */ type LoadOptions,
  /** How far loading has come. */ type LoadProgress,
  /** What may stand beside a request. */ type StreamOptions,
} from "./hermes.ts";
export {
  /** Where a fetched model lies, by its name. */ findModel,
  /** Environment variables of Hugging Face's tools, by name. */ type HubEnvironment,
  /** Where models come from and where they are kept. */ type HubSettings,
  /** A model's licence, to be accepted before a download. */ type Licence,
  /** A model in the cache. */ type ListedModel,
  /** A model on this computer. */ type LocalModel,
  /** All models in the cache. */ listModels,
  /** What happens during a pull. */ type PullEvent,
  /** What a pull has brought. */ type PulledModel,
  /** How to pull. */ type PullOptions,
  /** Fetches a model, or what is missing of it. */ pullModel,
  /** What was removed. */ type Removal,
  /** The settings that the environment of a process gives. */ readHubSettings,
  /** Removes a model from the cache. */ removeModel,
} from "./hub/index.ts";
export type { /** How tokens are drawn. */ SamplingOptions } from "./sampling/index.ts";
