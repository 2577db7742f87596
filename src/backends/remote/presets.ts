import type { Constraint } from "../../grammar/index.ts";
import type { SamplingOptions } from "../../sampling/index.ts";

/** `completions`: we render the prompt and read the text. `chat`: the server renders, and may read. */
export type RemoteMode = "completions" | "chat";

/** How a chat endpoint is told whether to think; the thinking prompt stands in the system message in every case. */
export type ThinkingSwitch =
  /** `chat_template_kwargs: {thinking, enable_thinking, keep_cots}`, for the template and the server's parsers. */
  | "template-kwargs"
  /** `reasoning: {enabled}`. */
  | "reasoning"
  /** `reasoning_effort: "none" | "medium"`; fails on a template that is told to think and finds an answer without a thought. */
  | "effort"
  /** Nothing beside the system message. */
  | "system-prompt";

/** What /v1/completions of a server needs beside OpenAI's fields. */
export interface CompletionsDialect {
  /** `ours`: the prompt begins with our begin-of-text. `theirs`: the server adds it to every text. */
  readonly beginToken: "ours" | "theirs";
  /** What stands for "as many as fit" in `max_tokens`: null, left out, or nothing, so that the answer is asked for in pieces. */
  readonly noLimit: "null" | "left-out" | "none";
  /** Whether a prompt may be a list of token ids. */
  readonly takesTokens: boolean;
  /** Fields of every request, such as those that keep special tokens in the text. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Fields of a request that say what an answer must be. `grammar` is llama.cpp's form, `ebnf` SGLang's. */
export type ConstraintSpelling =
  | "response_format"
  | "structured_outputs"
  | "json_schema"
  | "regex"
  | "grammar"
  | "ebnf";

type SamplingField = keyof SamplingOptions;

/** One kind of endpoint. What is null or missing is not known to exist there and is refused by name. */
export interface Preset {
  readonly title: string;
  /** Null where everybody has an own one. */
  readonly baseUrl: string | null;
  /** Name of the environment variable from which the command line takes the key. */
  readonly keyVariable: string | null;
  /** What is used where the caller does not choose. */
  readonly mode: RemoteMode;
  /** Null, with the reason, where prompts cannot be sent as they are. */
  readonly completions: CompletionsDialect | { readonly missing: string };
  /** Fields of every request of chat mode. */
  readonly chatFields: Readonly<Record<string, unknown>>;
  /** Names on the wire of sampling fields beyond temperature, top_p, seed and the two additive penalties. */
  readonly sampling: Partial<Record<SamplingField, string>>;
  /** What `top_k` says for "all". */
  readonly topKOff: 0 | -1;
  /** Whether the server takes what a request leaves out from the model's generation_config.json; else we send the card's values. */
  readonly usesModelDefaults: boolean;
  /** Whether `stream_options.continuous_usage_stats` counts tokens in every chunk. */
  readonly countsAlways: boolean;
  readonly thinking: ThinkingSwitch;
  /** Chat mode's field for a thinking budget. */
  readonly thinkingBudget: "thinking_token_budget" | "thinking_budget_tokens" | "reasoning.max_tokens" | null;
  /** How chat mode goes on with a final assistant message: by flags, or by itself. */
  readonly prefill: "flags" | "by-itself" | null;
  /** Whether `cache_salt` parts the prefix cache. */
  readonly cacheSalt: boolean;
  /** Whether `return_progress` tells how far the prompt is computed. */
  readonly promptProgress: boolean;
  /** Whether `reasoning_control` and POST /chat/completions/control end the thought of a running answer. */
  readonly thoughtControl: boolean;
  /** Which field says which kind of constraint. */
  readonly constraints: Partial<Record<Constraint["type"], ConstraintSpelling>>;
  /** What this row rests on. Only `tests` have been run against the real thing. */
  readonly basis: "tests" | "source" | "documentation" | "hearsay";
}

const openAiOnly = {
  keyVariable: null,
  mode: "chat",
  completions: { missing: "it is not known whether its /completions takes a prompt as it is" },
  chatFields: {},
  sampling: { logitBias: "logit_bias" },
  topKOff: 0,
  usesModelDefaults: false,
  countsAlways: false,
  thinking: "system-prompt",
  thinkingBudget: null,
  prefill: null,
  cacheSalt: false,
  promptProgress: false,
  thoughtControl: false,
  constraints: {},
} as const;

const responseFormat = { "json-schema": "response_format", "json-object": "response_format" } as const;

const allSampling = {
  topK: "top_k",
  minP: "min_p",
  repetitionPenalty: "repetition_penalty",
  logitBias: "logit_bias",
} as const;

/** A case table: the endpoints whose dialect is written down. A new one is one row. */
export const presets = {
  hermes: {
    title: "hermes serve",
    baseUrl: "http://localhost:8000/v1",
    keyVariable: null,
    // It renders by our own code, and knows whose text is whose; in completions mode a caller's text can spell tags.
    mode: "chat",
    completions: {
      beginToken: "ours",
      noLimit: "none",
      takesTokens: true,
      fields: { parse_special: true, add_special_tokens: false, timings_per_token: true },
    },
    // With its tags in the text a thought comes as it was written, an empty one as well.
    chatFields: { timings_per_token: true, separate_reasoning: false },
    sampling: allSampling,
    topKOff: 0,
    usesModelDefaults: true,
    countsAlways: false,
    thinking: "template-kwargs",
    thinkingBudget: "thinking_token_budget",
    prefill: "flags",
    cacheSalt: true,
    promptProgress: true,
    thoughtControl: true,
    constraints: {
      ...responseFormat,
      regex: "structured_outputs",
      choice: "structured_outputs",
      grammar: "structured_outputs",
      "structural-tag": "structured_outputs",
    },
    basis: "tests",
  },
  vllm: {
    title: "vLLM",
    baseUrl: "http://localhost:8000/v1",
    keyVariable: "VLLM_API_KEY",
    mode: "completions",
    completions: {
      beginToken: "ours",
      noLimit: "null",
      takesTokens: true,
      fields: { add_special_tokens: false, skip_special_tokens: false, spaces_between_special_tokens: false },
    },
    chatFields: { skip_special_tokens: false, spaces_between_special_tokens: false },
    sampling: allSampling,
    topKOff: 0,
    usesModelDefaults: true,
    countsAlways: true,
    thinking: "template-kwargs",
    thinkingBudget: "thinking_token_budget",
    prefill: "flags",
    cacheSalt: true,
    promptProgress: false,
    thoughtControl: false,
    constraints: {
      "json-schema": "structured_outputs",
      "json-object": "structured_outputs",
      regex: "structured_outputs",
      choice: "structured_outputs",
      grammar: "structured_outputs",
      "structural-tag": "structured_outputs",
    },
    basis: "source",
  },
  sglang: {
    title: "SGLang",
    baseUrl: "http://localhost:30000/v1",
    keyVariable: null,
    mode: "completions",
    completions: { beginToken: "theirs", noLimit: "none", takesTokens: true, fields: { skip_special_tokens: false } },
    chatFields: { skip_special_tokens: false },
    sampling: allSampling,
    topKOff: -1,
    usesModelDefaults: true,
    countsAlways: true,
    thinking: "template-kwargs",
    thinkingBudget: null,
    prefill: "flags",
    cacheSalt: true,
    promptProgress: false,
    thoughtControl: false,
    constraints: {
      ...responseFormat,
      regex: "regex",
      choice: "regex",
      grammar: "ebnf",
      "structural-tag": "response_format",
    },
    basis: "source",
  },
  "llama-cpp": {
    title: "llama.cpp server",
    baseUrl: "http://localhost:8080/v1",
    keyVariable: "LLAMA_API_KEY",
    mode: "completions",
    completions: { beginToken: "theirs", noLimit: "left-out", takesTokens: true, fields: { timings_per_token: true } },
    chatFields: { timings_per_token: true },
    sampling: { topK: "top_k", minP: "min_p", repetitionPenalty: "repeat_penalty", logitBias: "logit_bias" },
    topKOff: 0,
    usesModelDefaults: false,
    countsAlways: false,
    thinking: "template-kwargs",
    thinkingBudget: "thinking_budget_tokens",
    prefill: "flags",
    cacheSalt: false,
    promptProgress: true,
    thoughtControl: true,
    constraints: { "json-schema": "json_schema", "json-object": "json_schema", choice: "grammar", grammar: "grammar" },
    basis: "documentation",
  },
  "lm-studio": {
    ...openAiOnly,
    title: "LM Studio",
    baseUrl: "http://localhost:1234/v1",
    sampling: { topK: "top_k", repetitionPenalty: "repeat_penalty", logitBias: "logit_bias" },
    constraints: { "json-schema": "response_format" },
    basis: "documentation",
  },
  ollama: {
    ...openAiOnly,
    title: "Ollama",
    baseUrl: "http://localhost:11434/v1",
    completions: { missing: "Ollama wraps the prompt of /v1/completions into its own template" },
    sampling: {},
    constraints: responseFormat,
    basis: "documentation",
  },
  openrouter: {
    ...openAiOnly,
    title: "OpenRouter",
    baseUrl: "https://openrouter.ai/api/v1",
    keyVariable: "OPENROUTER_API_KEY",
    sampling: allSampling,
    thinking: "reasoning",
    thinkingBudget: "reasoning.max_tokens",
    constraints: responseFormat,
    basis: "documentation",
  },
  nous: {
    ...openAiOnly,
    title: "Nous Portal",
    baseUrl: "https://inference-api.nousresearch.com/v1",
    keyVariable: "NOUS_API_KEY",
    basis: "hearsay",
  },
  chutes: {
    ...openAiOnly,
    title: "Chutes",
    baseUrl: "https://llm.chutes.ai/v1",
    keyVariable: "CHUTES_API_KEY",
    basis: "documentation",
  },
  nebius: {
    ...openAiOnly,
    title: "Nebius",
    baseUrl: "https://api.studio.nebius.com/v1",
    keyVariable: "NEBIUS_API_KEY",
    basis: "hearsay",
  },
  luminal: { ...openAiOnly, title: "Luminal", baseUrl: null, basis: "hearsay" },
  openai: {
    ...openAiOnly,
    title: "an unknown endpoint",
    baseUrl: null,
    constraints: responseFormat,
    basis: "documentation",
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

/** `owned_by` of a model list, by which servers give themselves away. */
const OWNERS: Readonly<Record<string, PresetName>> = {
  hermes4: "hermes",
  vllm: "vllm",
  sglang: "sglang",
  llamacpp: "llama-cpp",
  library: "ollama",
  organization_owner: "lm-studio",
};

/** The preset of an endpoint nobody named: by its host where that is a well-known one, else by its model list. */
export function detectPreset(baseUrl: URL, ownedBy: string | null): PresetName {
  for (const [name, { baseUrl: known }] of Object.entries(presets)) {
    if (known?.startsWith("https:") && new URL(known).host === baseUrl.host) return name as PresetName;
  }
  return ownedBy !== null && Object.hasOwn(OWNERS, ownedBy) ? OWNERS[ownedBy]! : "openai";
}
