import OpenAI from "openai";
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsNonStreaming,
} from "openai/resources/chat/completions";
import { Hermes } from "../../src/hermes.ts";
import {
  type GivenServerOptions,
  type RunningServer,
  resolveServerOptions,
  startServer,
} from "../../src/server/index.ts";

/** OpenAI's fields and ours. */
export type ChatBody = Partial<ChatCompletionCreateParamsNonStreaming> & Readonly<Record<string, unknown>>;

/** What our answers have beside OpenAI's fields. */
export interface Thought {
  readonly reasoning_content?: string;
  readonly reasoning?: string;
}

/** The embedded model behind a socket, and OpenAI's own client in front of it. */
export interface OpenAiNano {
  readonly client: OpenAI;
  readonly server: RunningServer;
  readonly hermes: Hermes;
  /** A whole answer, greedy unless told. */
  ask(body: ChatBody): Promise<ChatCompletion>;
  /** The chunks of the same answer. */
  chunks(body: ChatBody, signal?: AbortSignal): Promise<ChatCompletionChunk[]>;
}

export async function serveNano(options: GivenServerOptions = {}): Promise<OpenAiNano> {
  const server = await startServer(resolveServerOptions({ port: 0, ...options }), () => Hermes.load());
  await server.loaded;
  const client = new OpenAI({ baseURL: `${server.url}v1`, apiKey: "none", maxRetries: 0 });
  const fill = (body: ChatBody) => ({ model: "nano", temperature: 0, messages: question("What is 17 + 25?"), ...body });
  return {
    client,
    server,
    hermes: server.context.hermes(),
    ask: (body) => client.chat.completions.create(fill(body)),
    async chunks(body, signal) {
      const streamed = { ...fill(body), stream: true as const };
      const stream = await client.chat.completions.create(streamed, signal === undefined ? {} : { signal });
      return await collect(stream);
    },
  };
}

export async function collect<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

export function question(content: string) {
  return [{ role: "user" as const, content }];
}

/** The message that the chunks of one choice spell, and what they say beside it. */
export function joinChunks(chunks: readonly ChatCompletionChunk[], index = 0) {
  const choices = chunks.flatMap((chunk) => chunk.choices.filter((choice) => choice.index === index));
  const deltas = choices.map(({ delta }) => delta as typeof delta & Thought);
  return {
    content: deltas.map(({ content }) => content ?? "").join(""),
    reasoning: deltas.map(({ reasoning_content }) => reasoning_content ?? "").join(""),
    calls: deltas.flatMap(({ tool_calls }) => tool_calls ?? []),
    finishReason: choices.find(({ finish_reason }) => finish_reason !== null)?.finish_reason ?? null,
    tokens: choices.flatMap(({ logprobs }) => logprobs?.content ?? []),
    usage: chunks.find(({ usage }) => usage)?.usage ?? null,
  };
}

/** Waits until `done` holds; gives up after five seconds. */
export async function eventually(done: () => boolean): Promise<void> {
  for (let waited = 0; !done(); waited += 5) {
    if (waited > 5000) throw new Error("it did not happen within five seconds");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
