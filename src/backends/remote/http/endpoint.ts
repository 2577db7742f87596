import { setTimeout as wait } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { COMPACT_SPACING, renderJson } from "../../../chat/index.ts";
import { isHermesError } from "../../../errors.ts";
import { Circuit, type CircuitSettings } from "./circuit.ts";
import { createDispatcher, type ProxySettings } from "./dispatcher.ts";
import { exchange, type Question, type SuccessfulReply } from "./exchange.ts";
import { FailureReporter, isWorthRetrying, type RemoteError, speaksOfDeath } from "./failures.ts";
import { EventTooLong } from "./read-events.ts";
import { type JsonObject, ReplyReader } from "./read-reply.ts";
import { type RetrySettings, retryDelay } from "./retry.ts";
import { Watchdog } from "./watchdog.ts";

/** Milliseconds. */
export interface EndpointTimeouts {
  readonly connectMs: number;
  /** From sending the question to the first token: a long prompt takes its time. */
  readonly firstTokenMs: number;
  /** Between two pieces of the stream, pings included. */
  readonly idleMs: number;
}

export interface EndpointSettings {
  /** Without a slash at its end. */
  readonly baseUrl: URL;
  /** Sent as `Authorization: Bearer …`. */
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeouts: EndpointTimeouts;
  readonly retry: RetrySettings;
  readonly circuit: CircuitSettings;
  readonly proxy: ProxySettings | undefined;
  /** [0, 1), for the jitter of waits. */
  readonly random: () => number;
}

/** How to tell chunks of a stream apart. */
export interface ChunkKinds {
  /** True for a chunk that holds something of the answer: from then on the question is not asked again. */
  readonly isContent: (chunk: JsonObject) => boolean;
  /** True for a chunk behind which a stream may end. */
  readonly isEnd: (chunk: JsonObject) => boolean;
}

/** What is only looked up needs no model to compute. */
const LOOK_UP_MS = 30_000;
const CUT = "the connection ended in the middle of the answer. Ask again.";

/** One HTTP endpoint that speaks JSON and event streams: its connections, its key, its retries, its circuit. */
export class Endpoint {
  readonly reporter: FailureReporter;
  readonly #settings: EndpointSettings;
  readonly #dispatcher: Dispatcher;
  readonly #circuit: Circuit;

  constructor(settings: EndpointSettings) {
    this.#settings = settings;
    this.reporter = new FailureReporter([settings.apiKey ?? "", ...Object.values(settings.headers)]);
    this.#dispatcher = createDispatcher(settings.timeouts.connectMs, settings.proxy);
    this.#circuit = new Circuit(settings.circuit, () => performance.now());
  }

  /** Where `path` lies, such as "/models". */
  urlOf(path: string): URL {
    const url = new URL(this.#settings.baseUrl);
    url.pathname += path;
    return url;
  }

  /** The JSON object at `path`. Throws HermesError "remote-failed", or what the signal says. */
  async getJson(path: string, signal: AbortSignal): Promise<JsonObject> {
    const kinds: ChunkKinds = { isContent: () => true, isEnd: () => false };
    for await (const object of this.#retried(path, kinds, signal)) return object;
    throw this.reporter.create(this.urlOf(path), "not-the-protocol", "answered with nothing. Expected a JSON object.");
  }

  /**
   * Posts `body` and gives the chunks of the answering stream; a reply of one JSON object is one chunk. Failures before the first
   * content are repeated with growing pauses.
   * Throws HermesError "remote-failed", or what the signal says.
   */
  postForChunks(path: string, body: JsonObject, kinds: ChunkKinds, signal: AbortSignal): AsyncGenerator<JsonObject> {
    return this.#retried(path, kinds, signal, renderJson(body, "request", COMPACT_SPACING));
  }

  /** Ends what is running and closes the connections. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async *#retried(path: string, kinds: ChunkKinds, signal: AbortSignal, body?: string): AsyncGenerator<JsonObject> {
    const { retry, random } = this.#settings;
    const url = this.urlOf(path);
    for (let repetition = 0; ; repetition++) {
      let begun = false;
      this.#enterCircuit(url);
      try {
        for await (const chunk of this.#once(url, signal, body, kinds)) {
          begun ||= kinds.isContent(chunk);
          if (begun) this.#circuit.succeed();
          yield chunk;
        }
        this.#circuit.succeed();
        return;
      } catch (error) {
        if (!isHermesError(error, "remote-failed")) throw error;
        this.#recordFailure(error);
        const isFinal = begun || !isWorthRetrying(error) || this.#circuit.isOpen;
        const delay = isFinal ? null : retryDelay(retry, repetition, random, error.facts.retryAfterMs);
        if (delay === null) throw error;
        await wait(delay, undefined, { signal });
      }
    }
  }

  #enterCircuit(url: URL): void {
    const left = this.#circuit.enter();
    if (left === 0) return;
    const message = `failed too often in a row and is left alone for another ${Math.ceil(left / 1000)} s.`;
    throw this.reporter.create(url, "circuit-open", message, { retryAfterMs: Math.ceil(left) });
  }

  /** A refusal shows that somebody is there. */
  #recordFailure(error: RemoteError): void {
    if (speaksOfDeath(error)) this.#circuit.fail();
    else this.#circuit.succeed();
  }

  /** One request. Throws "cut" when the stream ends before the answer does. */
  async *#once(url: URL, caller: AbortSignal, body: string | undefined, is: ChunkKinds): AsyncGenerator<JsonObject> {
    const { firstTokenMs, idleMs } = this.#settings.timeouts;
    const firstMs = body === undefined ? Math.min(firstTokenMs, LOOK_UP_MS) : firstTokenMs;
    const watchdog = new Watchdog(caller);
    const reader = new ReplyReader(url, this.reporter);
    let reply: SuccessfulReply | null = null;
    let [begun, ended] = [false, false];
    const expectNext = () => {
      if (begun) watchdog.expect("the next piece of the answer", idleMs);
    };
    try {
      watchdog.expect(body === undefined ? "the reply" : "the first token", firstMs);
      reply = await exchange(url, this.#question(body, watchdog.signal), this.#dispatcher, this.reporter);
      for await (const chunk of reader.read(reply, expectNext)) {
        begun ||= is.isContent(chunk);
        ended ||= is.isEnd(chunk);
        // The reader of the chunks may take its time.
        if (begun) watchdog.rest();
        yield chunk;
        expectNext();
      }
      if (!ended && !reader.isDone) throw this.reporter.create(url, "cut", CUT);
    } catch (error) {
      const failure = this.#translate(url, error, watchdog, caller, reply !== null);
      // What breaks behind the end of the answer harms nobody.
      if (!ended || caller.aborted) throw failure;
    } finally {
      watchdog.dispose();
      reply?.body.destroy();
    }
  }

  #question(body: string | undefined, signal: AbortSignal): Question {
    const { apiKey, headers } = this.#settings;
    const all: Record<string, string> = { ...headers, accept: "text/event-stream, application/json" };
    if (apiKey !== null) all.authorization = `Bearer ${apiKey}`;
    if (body === undefined) return { method: "GET", headers: all, signal };
    all["content-type"] = "application/json";
    return { method: "POST", headers: all, body, signal };
  }

  #translate(url: URL, error: unknown, watchdog: Watchdog, caller: AbortSignal, replied: boolean): unknown {
    if (caller.aborted || isHermesError(error)) return error;
    const { missed } = watchdog;
    if (missed !== null) {
      const message = `${missed.what} did not come within ${missed.ms} ms. Wait longer, or look at the server's load.`;
      return this.reporter.create(url, "timeout", message);
    }
    if (error instanceof EventTooLong) {
      return this.reporter.create(url, "not-the-protocol", `sent ${error.message}. Nothing more of it is read.`);
    }
    return replied ? this.reporter.create(url, "cut", CUT, { cause: error }) : error;
  }
}
