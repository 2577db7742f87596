import type { ChatMessage, RenderedPrompt, StreamPart, Tool } from "../chat/index.ts";
import type { Constraint } from "../grammar/index.ts";
import type { ResolvedSampling, SamplingOptions } from "../sampling/index.ts";
import type { ThoughtControl } from "./thought-control.ts";

/** One question to a model. Everything not given falls back to the model's generation defaults. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly Tool[];
  /**
   * "auto" (default): text and calls as the model likes; "none": the tools are not offered; "required": calls and nothing else; a name: one
   * call of that tool. A call is always well-formed, its arguments meet the tool's schema.
   */
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string };
  /** Whether an answer may hold several calls. Default true. */
  readonly parallelToolCalls?: boolean;
  /**
   * What the text behind the thought must be; beside tools, what an answer without a call must be. Not together with stop strings.
   */
  readonly constraint?: Constraint;
  /**
   * The answer ends whole within its tokens: as they run out, only what can still end is written, and a thought is closed in time. A
   * limit below the shortest answer that was found is a "usage" error. Only with a constraint or tools, and not for endpoints. Default
   * false: what a limit cuts is "length".
   */
  readonly finishWithinBudget?: boolean;
  /** Default false. */
  readonly thinking?: boolean;
  /** Keep earlier thoughts in the prompt. Default false. */
  readonly keepCots?: boolean;
  /** Tokens of reasoning after which the thought is closed for the model. Default: no limit. */
  readonly thinkingBudget?: number;
  /** Most tokens to generate, reasoning included. Default: what the context leaves. */
  readonly maxTokens?: number;
  /**
   * Strings that end the answer and are not part of it. They are looked for behind the thought. Not together with a constraint, or with
   * tools that must be called: a cut value would be none.
   */
  readonly stop?: readonly string[];
  readonly sampling?: SamplingOptions;
  /** Continue the final assistant message instead of opening a new turn. Default false. */
  readonly continueFinalMessage?: boolean;
  /**
   * Whose prompts these are. What was computed for one salt is never reused for another, so that nobody can tell from the time
   * an answer takes what others have asked. Default: shared by all who give none.
   */
  readonly cacheSalt?: string;
  /** Give the log-probability of every token of the answer, and of so many likeliest ones in its place (0 to 20). Default: none. */
  readonly logprobs?: number;
}

/** Text to continue as it stands: no template, no thought, no tool calls. Everything not given falls back as in ChatRequest. */
export interface CompletionRequest {
  /** Text or token ids. Ids stand as they are. */
  readonly prompt: string | readonly number[];
  /** Read control tokens and tags that stand in a prompt of text. Default false: they are text. */
  readonly parseSpecial?: boolean;
  /** Put the model's begin-of-text in front of a prompt of text that lacks it. Default true. */
  readonly addSpecial?: boolean;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  /** What the continuation must be. Not together with stop strings. */
  readonly constraint?: Constraint;
  /** As in ChatRequest. */
  readonly finishWithinBudget?: boolean;
  readonly sampling?: SamplingOptions;
  readonly cacheSalt?: string;
  readonly logprobs?: number;
}

export interface StreamOptions {
  readonly signal?: AbortSignal;
  /** Ends the thought of this answer before the model would. */
  readonly thought?: ThoughtControl;
  /** Give "prompt-progress" parts. Default false. */
  readonly promptProgress?: boolean;
}

/** How to read text as tokens; see CompletionRequest for the fields. */
export interface EncodeOptions {
  readonly parseSpecial?: boolean;
  readonly addSpecial?: boolean;
}

/** A model's tokenizer, where it is on this computer. */
export interface TokenAccess {
  readonly vocabularySize: number;
  encode(text: string, options?: EncodeOptions): number[];
  /** Tokens of a rendered prompt: control tokens stand where the template put them, never where a caller did. */
  encodePrompt(prompt: RenderedPrompt): number[];
  /**
   * As `encode`, for long texts: in slices of a few milliseconds, so that the thread serves others meanwhile. Ends early above
   * `mostTokens`: a result that is longer is a beginning.
   */
  encodeInSlices(text: string, options?: EncodeOptions, mostTokens?: number): Promise<number[]>;
  /** As `encodePrompt`, in the same way. */
  encodePromptInSlices(prompt: RenderedPrompt, mostTokens?: number): Promise<number[]>;
  /** Throws HermesError "usage" for an id outside the vocabulary. */
  decode(tokens: readonly number[]): string;
  /** Bytes of a token in text; null for a control token. */
  tokenBytes(token: number): Uint8Array | null;
}

/** What is known of a model beside its name. */
export interface ModelFacts {
  readonly engine: "hermes" | "llama.cpp" | "endpoint";
  /** Null where nobody told. */
  readonly parameters: number | null;
  readonly vocabularySize: number | null;
  readonly hiddenSize: number | null;
  /** What requests get that say nothing about sampling; null where the endpoint decides. */
  readonly sampling: ResolvedSampling | null;
}

/** Anything that answers: the native engine, a GGUF engine, a remote endpoint. */
export interface ChatBackend {
  readonly modelId: string;
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  /** Null where the tokenizer is elsewhere. */
  readonly tokens: TokenAccess | null;
  readonly facts: ModelFacts;
  stream(request: ChatRequest, options?: StreamOptions): AsyncIterable<StreamPart>;
  /**
   * Continues a text; "text-delta" parts and a "finish" part. Throws, at the first part, HermesError "unsupported" where the engine
   * behind cannot.
   */
  complete(request: CompletionRequest, options?: StreamOptions): AsyncIterable<StreamPart>;
  dispose(): Promise<void>;
}
