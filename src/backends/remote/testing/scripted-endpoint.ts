/** For tests: an HTTP server on a real socket that answers by a script and notes what it was asked. */
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

export interface NotedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON; null without a body. */
  readonly body: Record<string, unknown> | null;
}

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

export interface ScriptedReply {
  /** Default 200. */
  readonly status?: number;
  /** Default: an event stream. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly pieces: Pieces;
  /** What happens behind the last piece: the reply ends, the connection breaks, or nothing. Default "end". */
  readonly ending?: "end" | "drop" | "hang";
}

/** Null drops the connection before any reply. */
export type Script = (request: NotedRequest) => ScriptedReply | null;

export class ScriptedEndpoint {
  /** With `/v1`. */
  readonly baseUrl: string;
  readonly requests: NotedRequest[];
  readonly #server: Server;

  private constructor(server: Server, requests: NotedRequest[]) {
    const { port } = server.address() as AddressInfo;
    this.baseUrl = `http://127.0.0.1:${port}/v1`;
    this.requests = requests;
    this.#server = server;
  }

  static async start(script: Script): Promise<ScriptedEndpoint> {
    const requests: NotedRequest[] = [];
    const server = createServer((request, response) => {
      answer(script, request, response, requests).catch(() => response.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ScriptedEndpoint(server, requests);
  }

  /** Bodies of the POST requests so far. */
  get questions(): Record<string, unknown>[] {
    return this.requests.flatMap(({ method, body }) => (method === "POST" && body !== null ? [body] : []));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

async function answer(
  script: Script,
  request: IncomingMessage,
  response: ServerResponse,
  requests: NotedRequest[],
): Promise<void> {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) text += piece;
  const noted: NotedRequest = {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    body: text === "" ? null : (JSON.parse(text) as Record<string, unknown>),
  };
  requests.push(noted);
  const reply = script(noted);
  if (reply === null) {
    response.destroy();
    return;
  }
  response.writeHead(reply.status ?? 200, { "content-type": "text/event-stream", ...reply.headers });
  response.flushHeaders();
  for await (const piece of reply.pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  // All that was written goes out first, and the break with it.
  if (reply.ending === "drop") response.socket?.destroySoon();
  else if (reply.ending !== "hang") response.end();
}

/** Events of a stream, each as `data: …`; strings are sent as they are. */
export function events(...chunks: readonly (object | string)[]): string[] {
  return chunks.map((chunk) => `data: ${typeof chunk === "string" ? chunk : JSON.stringify(chunk)}\n\n`);
}

/** A reply of one JSON value. */
export function jsonReply(value: unknown, status = 200, headers: Record<string, string> = {}): ScriptedReply {
  return { status, headers: { "content-type": "application/json", ...headers }, pieces: [JSON.stringify(value)] };
}

/** The model list of a server with one model. */
export function modelList(id = "Hermes-4-70B", fields: object = {}): ScriptedReply {
  return jsonReply({ object: "list", data: [{ id, object: "model", created: 1, owned_by: "test", ...fields }] });
}
