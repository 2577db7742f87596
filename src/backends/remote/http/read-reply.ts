import { bodyBytes } from "./body-bytes.ts";
import type { SuccessfulReply } from "./exchange.ts";
import type { FailureReporter } from "./failures.ts";
import { readBody } from "./read-body.ts";
import { readEvents } from "./read-events.ts";
import { errorObjectFailure } from "./reply-failure.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Most bytes of a JSON reply: the model list of a large router is about one megabyte. */
const MOST_JSON_BYTES = 16 * 1024 * 1024;
/** Of a reply that is neither JSON nor a stream, only the beginning is of interest. */
const MOST_STRANGE_BYTES = 64 * 1024;
const DONE = "[DONE]";

/** Reads the body of one successful reply. */
export class ReplyReader {
  readonly #url: URL;
  readonly #reporter: FailureReporter;
  #isDone = false;

  constructor(url: URL, reporter: FailureReporter) {
    this.#url = url;
    this.#reporter = reporter;
  }

  /** True once the reply has said itself that it is over. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /**
   * The JSON objects of a stream up to its `[DONE]`, or the one of a plain reply. `onPiece` is called for every piece of bytes, pings
   * included. Throws HermesError "remote-failed" for an error object and for all that is no JSON object, and what the body throws.
   */
  async *read(reply: SuccessfulReply, onPiece: () => void): AsyncGenerator<JsonObject> {
    const encoding = String(reply.headers["content-encoding"] ?? "identity");
    if (encoding !== "identity") throw this.#strange(`answered in the encoding ${encoding}, which was not asked for.`);
    const [type = ""] = String(reply.headers["content-type"] ?? "").split(";");
    switch (type.trim().toLowerCase()) {
      case "text/event-stream":
        for await (const data of readEvents(watched(bodyBytes(reply.body), onPiece))) {
          if (data === DONE) this.#isDone = true;
          if (this.#isDone) return;
          yield this.#parse(data);
        }
        return;
      case "application/json": {
        const text = await readBody(bodyBytes(reply.body), MOST_JSON_BYTES);
        if (text === null) throw this.#strange(`sent more than ${MOST_JSON_BYTES} bytes of JSON.`);
        this.#isDone = true;
        yield this.#parse(text);
        return;
      }
      default: {
        const text = (await readBody(bodyBytes(reply.body), MOST_STRANGE_BYTES)) ?? "a long text";
        const found = `${type || "no content type"} (${this.#reporter.quote(text.slice(0, 120))})`;
        const hint = "Is this an API, and does the base URL end with /v1?";
        throw this.#strange(`answered with ${found}, expected an event stream or JSON. ${hint}`);
      }
    }
  }

  #parse(text: string): JsonObject {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw this.#strange(`sent what is no JSON: ${this.#reporter.quote(text)}. Nothing more of it is read.`);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw this.#strange(`sent ${this.#reporter.quote(text)}, expected a JSON object.`);
    }
    const { error } = value as JsonObject;
    if (error !== undefined && error !== null) throw errorObjectFailure(this.#reporter, this.#url, error);
    return value as JsonObject;
  }

  #strange(message: string): Error {
    return this.#reporter.create(this.#url, "not-the-protocol", message);
  }
}

async function* watched(bytes: AsyncIterable<Uint8Array>, onPiece: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    onPiece();
    yield piece;
  }
}
