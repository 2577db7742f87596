import type {
  Response as ClientResponse,
  ResponseCreateParamsNonStreaming,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseStreamEvent,
} from "openai/resources/responses/responses";
import { collect, type OpenAiNano, serveNano } from "./openai-nano.ts";

/** OpenAI's fields and ours. */
export type ResponsesBody = Partial<ResponseCreateParamsNonStreaming> & Readonly<Record<string, unknown>>;

export const sum = "What is 17 + 25?";

export const weather = {
  type: "function" as const,
  name: "get_weather",
  description: "Get the weather in a city.",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  strict: false,
};
export const askWeather = { input: "What is the weather in Paris?", tools: [weather] };
export const report = '{"temperature": 21, "condition": "sunny"}';

/** The embedded model behind /v1/responses; greedy, and asked for a sum, unless told. */
export interface ResponsesNano extends Pick<OpenAiNano, "server" | "client" | "hermes"> {
  /** A whole answer. */
  ask(body?: ResponsesBody): Promise<ClientResponse>;
  /** The same answer as events. */
  stream(body?: ResponsesBody): Promise<AsyncIterable<ResponseStreamEvent>>;
  events(body?: ResponsesBody): Promise<ResponseStreamEvent[]>;
  /** The same answer as the client's own helper puts it together. */
  gather(body?: ResponsesBody): Promise<ClientResponse>;
}

export async function serveResponses(): Promise<ResponsesNano> {
  const { server, client, hermes } = await serveNano();
  const fill = (body: ResponsesBody = {}) => ({ model: "nano", temperature: 0, input: sum, ...body });
  const stream = (body?: ResponsesBody) => client.responses.create({ ...fill(body), stream: true as const });
  return {
    server,
    client,
    hermes,
    ask: (body) => client.responses.create({ ...fill(body), stream: false as const }),
    stream,
    events: async (body) => collect(await stream(body)),
    gather: (body) => client.responses.stream(fill(body) as never).finalResponse(),
  };
}

export function thoughtOf({ output }: Pick<ClientResponse, "output">): string {
  const contents = output.flatMap((item) => (item.type === "reasoning" ? (item.content ?? []) : []));
  return contents.map(({ text }) => text).join("");
}

export function callsOf(items: readonly ResponseOutputItem[]): ResponseFunctionToolCall[] {
  return items.filter((item) => item.type === "function_call");
}
