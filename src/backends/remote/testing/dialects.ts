/**
 * A case table: one answer (a thought, a text, two calls) in the spelling of each kind of endpoint, as their documentation, their
 * source or a log in their issue tracker shows it.
 */
import type { PresetName } from "../presets.ts";

export interface Dialect {
  readonly name: string;
  readonly preset: PresetName;
  /** What goes over the wire, piece by piece. */
  readonly pieces: readonly string[];
  /** Counts as the endpoint gives them; null where it gives none. */
  readonly usage: {
    readonly promptTokens: number;
    readonly completionTokens: number;
    readonly cachedTokens: number;
  } | null;
  /** Ids of the two calls; null for one of our own. */
  readonly callIds: readonly (string | null)[];
}

const bonn = '{"city": "Bonn"}';
const rome = '{"city": "Rome"}';
const lineFeed = "\n\n";

function stream(common: object, chunks: readonly object[], end = lineFeed): string[] {
  return [...chunks.map((chunk) => `data: ${JSON.stringify({ ...common, ...chunk })}${end}`), `data: [DONE]${end}`];
}

/** vLLM 0.18: the thought in `reasoning`, counts in every chunk, later pieces of a call with an empty id. Log in vllm #45678. */
function vllm(): string[] {
  let completionTokens = 0;
  const chunk = (delta: object, finishReason: string | null = null) => {
    completionTokens++;
    const choice = { index: 0, delta, logprobs: null, finish_reason: finishReason, token_ids: null };
    return {
      choices: [choice],
      usage: { prompt_tokens: 30, total_tokens: 30 + completionTokens, completion_tokens: completionTokens },
    };
  };
  const head = (index: number, id: string) => ({
    tool_calls: [{ index, id, type: "function", function: { name: "weather", arguments: "" } }],
  });
  const piece = (index: number, text: string) => ({
    tool_calls: [{ index, id: "", function: { arguments: text, name: null } }],
  });
  const common = {
    id: "chatcmpl-95f70ae0",
    object: "chat.completion.chunk",
    created: 1782114956,
    model: "Hermes-4-70B",
  };
  return stream(common, [
    chunk({ role: "assistant", content: "" }),
    ...["\n", "Need", " it.", "\n"].map((reasoning) => chunk({ reasoning })),
    ...["\n", "Looking", "."].map((content) => chunk({ content })),
    chunk(head(0, "chatcmpl-tool-c9Z")),
    chunk(piece(0, bonn.slice(0, 5))),
    chunk(piece(0, bonn.slice(5))),
    chunk(head(1, "chatcmpl-tool-HfZ")),
    chunk(piece(1, rome)),
    chunk({ content: "" }, "tool_calls"),
    { choices: [], usage: { prompt_tokens: 30, total_tokens: 44, completion_tokens: 14 } },
  ]);
}

/** SGLang: every field in every delta, one index for all calls, ids that are numbers. Log in sglang #9657, call pieces in lmdeploy #3412. */
function sglang(): string[] {
  const chunk = (delta: object, finishReason: string | null = null) => ({
    choices: [
      {
        index: 0,
        delta: { role: null, content: null, reasoning_content: null, tool_calls: null, ...delta },
        logprobs: null,
        finish_reason: finishReason,
        matched_stop: finishReason === null ? null : 128009,
      },
    ],
    usage: null,
  });
  const call = (id: string, name: string | null, text: string) =>
    chunk({ tool_calls: [{ id, index: 0, type: "function", function: { name, arguments: text } }] });
  const common = { id: "fea45bfa7bbd", object: "chat.completion.chunk", created: 1756216933, model: "acbc" };
  return stream(common, [
    chunk({ role: "assistant", content: "" }),
    ...["Need", " it."].map((text) => chunk({ reasoning_content: text })),
    chunk({ content: "\n\nLooking." }),
    call("0", "weather", ""),
    call("0", null, bonn),
    call("1", "weather", ""),
    call("1", null, rome),
    chunk({}, "tool_calls"),
    {
      choices: [],
      usage: {
        prompt_tokens: 30,
        total_tokens: 44,
        completion_tokens: 14,
        prompt_tokens_details: { cached_tokens: 16 },
        reasoning_tokens: 3,
      },
    },
  ]);
}

/** llama.cpp: no role behind the first chunk, its own timings in every chunk, the call's name and arguments in small pieces. Log in openai-php/client #780. */
function llamaCpp(): string[] {
  let predicted = 0;
  const chunk = (delta: object, finishReason: string | null = null) => {
    predicted++;
    const timings = { cache_n: 16, prompt_n: 14, prompt_ms: 251.51, predicted_n: predicted, predicted_ms: 1119.7 };
    return { choices: [{ finish_reason: finishReason, index: 0, delta }], timings };
  };
  const common = {
    created: 1781492231,
    id: "chatcmpl-qC6l",
    model: "Hermes-4-70B.gguf",
    system_fingerprint: "b9554-d403f00ec",
    object: "chat.completion.chunk",
  };
  return [
    ": ping\n\n",
    ...stream(common, [
      chunk({ role: "assistant", content: null }),
      ...["Need ", "it."].map((text) => chunk({ reasoning_content: text })),
      chunk({ content: "Looking." }),
      chunk({
        tool_calls: [{ index: 0, id: "q1LzAbCd", type: "function", function: { name: "weather", arguments: "{" } }],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: bonn.slice(1) } }] }),
      chunk({
        tool_calls: [{ index: 1, id: "r2MzAbCd", type: "function", function: { name: "weather", arguments: rome } }],
      }),
      chunk({}, "tool_calls"),
    ]),
  ];
}

/** LM Studio: the role in every delta, carriage returns, counts in the chunk of the reason. Log in lmstudio-bug-tracker #378. */
function lmStudio(): string[] {
  const chunk = (delta: object, rest: object = {}) => ({
    choices: [{ index: 0, delta: { role: "assistant", ...delta }, logprobs: null, finish_reason: null, ...rest }],
  });
  const call = (index: number, id: string, text: string) => ({
    tool_calls: [{ index, id, type: "function", function: { name: "weather", arguments: text } }],
  });
  const common = {
    id: "chatcmpl-ohpd",
    object: "chat.completion.chunk",
    created: 1738343241,
    model: "hermes-4-70b",
    system_fingerprint: "hermes-4-70b",
  };
  return stream(
    common,
    [
      ...["Need", " it."].map((text) => chunk({ reasoning_content: text })),
      chunk({ content: "Looking." }),
      chunk(call(0, "365174485", bonn)),
      chunk(call(1, "365174486", rome)),
      {
        choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }],
        usage: { prompt_tokens: 30, completion_tokens: 14, total_tokens: 44 },
      },
    ],
    "\r\n\r\n",
  );
}

/** Ollama: `reasoning`, calls whole and without index, and `stop` behind calls. Shapes in ollama #7881 and #5915. */
function ollama(): string[] {
  const chunk = (delta: object, finishReason: string | null = null) => ({
    choices: [{ index: 0, delta: { role: "assistant", content: "", ...delta }, finish_reason: finishReason }],
  });
  const call = (id: string, text: string) => ({
    tool_calls: [{ id, type: "function", function: { name: "weather", arguments: text } }],
  });
  const common = {
    id: "chatcmpl-20",
    object: "chat.completion.chunk",
    created: 1721830176,
    model: "hermes4",
    system_fingerprint: "fp_ollama",
  };
  return stream(common, [
    ...["Need", " it."].map((reasoning) => chunk({ reasoning })),
    chunk({ content: "Looking." }),
    chunk(call("call_abc1", bonn)),
    chunk(call("call_abc2", rome)),
    chunk({}, "stop"),
    { choices: [], usage: { prompt_tokens: 30, completion_tokens: 14, total_tokens: 44 } },
  ]);
}

/** OpenRouter: comments while it waits, `reasoning` and `reasoning_details` with the same text, a native reason. Chunk in huggingface/responses.js #19. */
function openRouter(): string[] {
  const chunk = (delta: object, finishReason: string | null = null) => ({
    choices: [
      {
        index: 0,
        delta: { role: "assistant", content: "", reasoning: null, reasoning_details: [], ...delta },
        finish_reason: finishReason,
        native_finish_reason: finishReason === null ? null : "stop",
        logprobs: null,
      },
    ],
  });
  const thought = (text: string) =>
    chunk({ reasoning: text, reasoning_details: [{ type: "reasoning.text", text, format: "unknown" }] });
  const call = (index: number, id: string, text: string) =>
    chunk({
      content: null,
      tool_calls: [{ id, index, type: "function", function: { name: "weather", arguments: text } }],
    });
  const common = {
    id: "gen-1753977105-kKgO",
    provider: "Nebius",
    model: "nousresearch/hermes-4-70b",
    object: "chat.completion.chunk",
    created: 1753977105,
  };
  return [
    ": OPENROUTER PROCESSING\n\n",
    ": OPENROUTER PROCESSING\n\n",
    ...stream(common, [
      ...["Need", " it."].map(thought),
      chunk({ content: "Looking." }),
      call(0, "call_r1", bonn),
      call(1, "call_r2", rome),
      chunk({}, "tool_calls"),
      {
        choices: [
          { index: 0, delta: { role: "assistant", content: "" }, finish_reason: null, native_finish_reason: null },
        ],
        usage: {
          prompt_tokens: 30,
          completion_tokens: 14,
          total_tokens: 44,
          completion_tokens_details: { reasoning_tokens: 3 },
          prompt_tokens_details: { cached_tokens: 0 },
        },
      },
    ]),
  ];
}

/** A host without parsers: all in the text, several tokens a chunk, no counts, no [DONE]. */
function plainText(): string[] {
  const text = `<think>\nNeed it.\n</think>\nLooking.\n<tool_call>\n{"name": "weather", "arguments": ${bonn}}\n</tool_call>\n<tool_call>\n{"name": "weather", "arguments": ${rome}}\n</tool_call>`;
  const pieces = text.match(/.{1,9}/gs) ?? [];
  const chunk = (content: string) => `data:${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
  return [...pieces.map(chunk), `data:${JSON.stringify({ choices: [{ delta: {}, finish_reason: "stop" }] })}\n\n`];
}

const counted = { promptTokens: 30, completionTokens: 14, cachedTokens: 0 };

export const dialects: readonly Dialect[] = [
  { name: "vLLM", preset: "vllm", pieces: vllm(), usage: counted, callIds: ["chatcmpl-tool-c9Z", "chatcmpl-tool-HfZ"] },
  {
    name: "SGLang",
    preset: "sglang",
    pieces: sglang(),
    usage: { ...counted, cachedTokens: 16 },
    callIds: [null, null],
  },
  {
    name: "llama.cpp",
    preset: "llama-cpp",
    pieces: llamaCpp(),
    usage: { promptTokens: 30, completionTokens: 8, cachedTokens: 16 },
    callIds: ["q1LzAbCd", "r2MzAbCd"],
  },
  { name: "LM Studio", preset: "lm-studio", pieces: lmStudio(), usage: counted, callIds: ["365174485", "365174486"] },
  { name: "Ollama", preset: "ollama", pieces: ollama(), usage: counted, callIds: ["call_abc1", "call_abc2"] },
  { name: "OpenRouter", preset: "openrouter", pieces: openRouter(), usage: counted, callIds: ["call_r1", "call_r2"] },
  { name: "a host without parsers", preset: "openai", pieces: plainText(), usage: null, callIds: [null, null] },
];
