/** For tests: an endpoint whose model says a given text, in vLLM's dialect. */
import { createOutputParser, type OutputParser, type ParserEvent, startOfAnswer } from "../../../chat/index.ts";
import { countTokens, RecitedText, type RecitedToken } from "./recited-tokens.ts";
import { modelList, type NotedRequest, ScriptedEndpoint, type ScriptedReply } from "./scripted-endpoint.ts";

export interface RecitingOptions {
  /** What /chat/completions sends: the text with its tags, or taken apart by a reasoning and a tool parser. */
  readonly chat?: "tags" | "apart";
  /** Name of the field of thoughts. */
  readonly reasoningField?: "reasoning" | "reasoning_content";
}

type Body = Readonly<Record<string, unknown>>;

export function startRecitingEndpoint(text: string, options: RecitingOptions = {}): Promise<ScriptedEndpoint> {
  const recited = new RecitedText(text);
  const answer = { prompt: "" };
  return ScriptedEndpoint.start((request) => {
    switch (request.path) {
      case "/v1/models":
        return modelList("Hermes-4-70B", { owned_by: "vllm", max_model_len: 4096 });
      case "/v1/completions":
        return complete(recited, request, answer);
      case "/v1/chat/completions":
        return chat(recited, request, options);
      default:
        return { status: 404, pieces: [] };
    }
  });
}

/** `answer.prompt` is what the answer's first request asked; a longer prompt holds what was heard of the answer. */
function complete(recited: RecitedText, { body }: NotedRequest, answer: { prompt: string }): ScriptedReply {
  const { prompt, max_tokens: maxTokens } = body as Body & { prompt: string; max_tokens: number | null };
  const goesOn = answer.prompt !== "" && prompt.startsWith(answer.prompt) && prompt !== answer.prompt;
  if (goesOn) recited.resumeBehind(prompt.slice(answer.prompt.length));
  else answer.prompt = prompt;
  const tokens = recited.say({ maxTokens, thinkingBudget: null, prefill: "" });
  const spell = (token: RecitedToken) => [{ text: token.text }];
  return { pieces: chunks(tokens, countTokens(prompt), "text_completion", spell) };
}

function chat(recited: RecitedText, { body }: NotedRequest, options: RecitingOptions): ScriptedReply {
  const {
    messages,
    tools,
    max_tokens: maxTokens,
    thinking_token_budget: budget,
    continue_final_message: goesOn,
  } = body as {
    messages: { content: string }[];
    tools?: unknown[];
    max_tokens?: number;
    thinking_token_budget?: number;
    continue_final_message?: boolean;
  };
  const prefill = goesOn === true ? messages.at(-1)!.content : "";
  const tokens = recited.say({ maxTokens: maxTokens ?? null, thinkingBudget: budget ?? null, prefill });
  const parser = createOutputParser({ start: startOfAnswer(prefill), tools: tools !== undefined });
  const spellApart = createSpeller(parser, options.reasoningField ?? "reasoning");
  const spellTags = ({ text }: RecitedToken) => (text === "" ? [] : [{ delta: { content: text } }]);
  const spell = options.chat === "apart" ? spellApart : spellTags;
  return { pieces: chunks(tokens, countTokens(JSON.stringify(messages)), "chat.completion.chunk", spell) };
}

/** Spells tokens as a server does that reads the model's text itself. What is no call stays in the text, as with vLLM. */
function createSpeller(parser: OutputParser, reasoningField: string): (token: RecitedToken) => object[] {
  let calls = 0;
  const toDelta = (event: ParserEvent): object[] => {
    switch (event.type) {
      case "reasoning-delta":
        return [{ [reasoningField]: event.text }];
      case "content-delta":
        return [{ content: event.text }];
      case "call": {
        const index = calls++;
        const head = { name: event.name, arguments: "" };
        const pieces = event.arguments.match(/.{1,7}/gsu) ?? [];
        return [
          { tool_calls: [{ index, id: `chatcmpl-tool-${index}`, type: "function", function: head }] },
          ...pieces.map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
        ];
      }
      case "invalid":
        return [{ content: event.raw }];
      default:
        return [];
    }
  };
  return ({ text, finishReason }) => {
    const events = finishReason === null ? parser.push(text) : [...parser.push(text), ...parser.finish()];
    return events.flatMap(toDelta).map((delta) => ({ delta }));
  };
}

async function* chunks(
  tokens: Iterable<RecitedToken>,
  promptTokens: number,
  object: string,
  spell: (token: RecitedToken) => object[],
): AsyncGenerator<string> {
  const common = { id: "cmpl-1", object, created: 1, model: "Hermes-4-70B" };
  const send = (choices: object[], completionTokens: number) => {
    const usage = {
      prompt_tokens: promptTokens,
      total_tokens: promptTokens + completionTokens,
      completion_tokens: completionTokens,
    };
    return `data: ${JSON.stringify({ ...common, choices, usage })}\n\n`;
  };
  let completionTokens = 0;
  if (object === "chat.completion.chunk") yield send([{ index: 0, delta: { role: "assistant", content: "" } }], 0);
  for (const token of tokens) {
    // The token that ends the turn is counted like any other.
    if (token.finishReason !== "length") completionTokens += 1;
    for (const choice of spell(token)) yield send([{ index: 0, finish_reason: null, ...choice }], completionTokens);
    const { finishReason: reason } = token;
    const empty = object === "text_completion" ? { text: "" } : { delta: {} };
    if (reason !== null)
      yield send([{ index: 0, ...empty, finish_reason: reason, stop_reason: null }], completionTokens);
    // Lets the reader answer: a stop string or a signal is to be seen before everything is said.
    await new Promise(setImmediate);
  }
  yield send([], completionTokens);
  yield "data: [DONE]\n\n";
}
