/** For tests only: a model that says what it is told to, and tools to go with it. */
import type { StreamPart } from "../../chat/index.ts";
import type { ChatRequest, StreamOptions } from "../../hermes.ts";
import type { AgentPart, AgentSetup, AgentTool, ChatClient, ToolResult } from "../contract.ts";

export function finish(reason: "stop" | "length" | "tool-calls" | "cancelled"): StreamPart {
  return {
    type: "finish",
    reason,
    usage: { promptTokens: 10, completionTokens: 5, reasoningTokens: 0, cachedTokens: 0 },
    timings: { promptMs: 1, decodeMs: 1 },
    thinkingBudgetReached: false,
    stoppedBy: null,
    raw: "",
  };
}

export function call(name: string, callArguments: string, id = `call_${name}`): StreamPart {
  return { type: "tool-call", id, name, arguments: callArguments, notes: [] };
}

export const say = (text: string): readonly StreamPart[] => [{ type: "text-delta", text }, finish("stop")];
export const callThen = (...calls: StreamPart[]): readonly StreamPart[] => [...calls, finish("tool-calls")];

/** Answers with one script a request, the last one again and again, and keeps the requests. A signal ends an answer as a model does. */
export class ScriptedClient implements ChatClient {
  readonly requests: ChatRequest[] = [];
  readonly options: StreamOptions[] = [];
  readonly #scripts: readonly (readonly StreamPart[])[];

  constructor(...scripts: readonly (readonly StreamPart[])[]) {
    this.#scripts = scripts;
  }

  async *stream(request: ChatRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    this.requests.push(request);
    this.options.push(options);
    const script = this.#scripts[Math.min(this.requests.length, this.#scripts.length) - 1] ?? [];
    for (const part of script) {
      if (options.signal?.aborted) return yield finish("cancelled");
      yield part;
    }
  }
}

/** A tool that does what `run` says. */
export function tool(name: string, run: AgentTool["run"], allowed = true): AgentTool {
  return { tool: { type: "function", function: { name } }, source: "test", allowed, run };
}

export const done = (content: string): ToolResult => ({ content, isError: false });

export function setup(tools: readonly AgentTool[], limits: Partial<Omit<AgentSetup, "tools">> = {}): AgentSetup {
  return { tools, maxRounds: 8, toolTimeoutMs: 5000, resultLength: 1000, ...limits };
}

export async function collect(parts: AsyncIterable<AgentPart>): Promise<AgentPart[]> {
  const all: AgentPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** The parts of one type. */
export function ofType<Type extends AgentPart["type"]>(
  parts: readonly AgentPart[],
  type: Type,
): Extract<AgentPart, { type: Type }>[] {
  return parts.filter((part): part is Extract<AgentPart, { type: Type }> => part.type === type);
}
