import type { z } from "zod";
import type { ModelInfo, ToolsState } from "../contract.ts";
import type { ConversationSettings, MessageNode } from "../model.ts";
import type { AnswerEvent } from "./answer-event.ts";
import { ApiFailure, brokenProtocol, cutOff, failureOfResponse, unreachable } from "./api-failure.ts";
import type { ApiKey } from "./api-key.ts";
import { readAgentStream } from "./read-agent-stream.ts";
import { readChatStream } from "./read-chat-stream.ts";
import { readEvents } from "./read-events.ts";
import { renderRequest, streamFields } from "./render-request.ts";
import { approvalForm, controlForm, modelsForm, readModel, readProgress, readyForm, toolsForm } from "./wire.ts";

export interface ApiOptions {
  /** Address that the routes are relative to, such as the page's own; ends with "/". */
  readonly baseUrl: string;
  readonly key: ApiKey;
  readonly fetch: typeof fetch;
}

/** The server's routes as the page uses them. Every method throws ApiFailure. */
export class ApiClient {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** The model that answers and the tools it may use. Throws ApiFailure "loading" until it can. */
  async facts(): Promise<{ readonly model: ModelInfo; readonly tools: ToolsState }> {
    const { data } = await this.#readForm("v1/models", modelsForm, "a list of models");
    const first = data[0];
    if (first === undefined) throw brokenProtocol("a list with a model");
    // A server that says it has none is not asked for them: browsers report every 404.
    const none = first.meta?.hermes?.agentTools === 0;
    return { model: readModel(first), tools: none ? { status: "unavailable" } : await this.#tools() };
  }

  /** How much of the model is loaded, from 0 to 1; null where the server does not tell. Throws ApiFailure "server" when it never will be. */
  async loadProgress(): Promise<number | null> {
    const response = await this.#request("ready", {}, true);
    const form = readyForm.safeParse(await response.json().catch(() => null));
    if (!form.success) return null;
    if (form.data.status !== "failed") return readProgress(form.data);
    const message = form.data.error?.message ?? "The server could not load its model.";
    throw new ApiFailure({ kind: "server", message, status: response.status, retryable: true });
  }

  /** Answers a path that ends with a user's message. The signal ends it with the reason of the signal. */
  async *answer(
    path: readonly MessageNode[],
    settings: ConversationSettings,
    model: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent> {
    const body = renderRequest(path, settings, model);
    const route = settings.tools ? "v1/agent/chat" : "v1/chat/completions";
    const response = await this.#post(route, settings.tools ? body : { ...body, ...streamFields }, signal);
    if (response.body === null) throw cutOff();
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
      await response.body.cancel();
      throw brokenProtocol("a stream of events");
    }
    const events = readEvents(response.body);
    yield* settings.tools ? readAgentStream(events) : readChatStream(events);
  }

  /** Ends the thought of a running answer. Null when the server did, else why not. */
  async endThought(answerId: string): Promise<string | null> {
    const response = await this.#post("v1/chat/completions/control", { id: answerId, action: "reasoning_end" });
    const { success, message } = await readJson(response, controlForm, "whether the thought was ended");
    return success ? null : (message ?? "The server could not end the thought.");
  }

  async approve(approvalId: string, approved: boolean): Promise<void> {
    const response = await this.#post(`v1/agent/approvals/${encodeURIComponent(approvalId)}`, { approved });
    await readJson(response, approvalForm, "that it took the answer");
  }

  async #tools(): Promise<ToolsState> {
    try {
      const { data, max_rounds } = await this.#readForm("v1/agent/tools", toolsForm, "a list of tools");
      return { status: "ready", tools: data, maxRounds: max_rounds ?? null };
    } catch (error) {
      if (error instanceof ApiFailure && error.facts.status === 404) return { status: "unavailable" };
      throw error;
    }
  }

  async #readForm<Form extends z.ZodType>(route: string, form: Form, expected: string): Promise<z.infer<Form>> {
    return await readJson(await this.#request(route, {}), form, expected);
  }

  #post(route: string, body: object, signal?: AbortSignal): Promise<Response> {
    return this.#request(route, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
      ...(signal && { signal }),
    });
  }

  /** `anyStatus`: an error status is an answer too. */
  async #request(route: string, init: RequestInit, anyStatus = false): Promise<Response> {
    const { baseUrl, key, fetch } = this.#options;
    const headers = { ...init.headers, ...(key.value !== "" && { authorization: `Bearer ${key.value}` }) };
    const response = await fetch(new URL(route, baseUrl), { ...init, headers, cache: "no-store" }).catch((cause) => {
      throw init.signal?.aborted ? cause : unreachable(cause);
    });
    if (!response.ok && !anyStatus) throw await failureOfResponse(response);
    return response;
  }
}

async function readJson<Form extends z.ZodType>(
  response: Response,
  form: Form,
  expected: string,
): Promise<z.infer<Form>> {
  const read = form.safeParse(await response.json().catch(() => undefined));
  if (!read.success) throw brokenProtocol(expected);
  return read.data;
}
