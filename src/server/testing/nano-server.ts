import { Hermes } from "../../hermes.ts";
import { type App, createApp } from "../app/create-app.ts";
import { ServerCore } from "../app/server-core.ts";
import { type GivenServerOptions, resolveServerOptions } from "../resolve-options.ts";

/** The embedded model behind the routes of a server, without a socket. */
export interface NanoServer {
  readonly hermes: Hermes;
  readonly core: ServerCore;
  readonly app: App;
  /** Posts a body, an object or JSON text. */
  post(path: string, body: object | string, init?: RequestInit): Promise<Response>;
  /** The JSON of a whole answer. Throws where it is none with status 200. */
  ask(path: string, body: object): Promise<unknown>;
  /** The data of the events of a stream; "[DONE]" included. */
  stream(path: string, body: object): Promise<unknown[]>;
}

/** Serves `hermes`, or a model that is loaded for it; whoever asks disposes `hermes`. */
export async function nanoServer(options: GivenServerOptions = {}, hermes?: Hermes): Promise<NanoServer> {
  const model = hermes ?? (await Hermes.load());
  const core = new ServerCore(resolveServerOptions(options));
  core.ready(model);
  const app = createApp(core);
  const post: NanoServer["post"] = async (path, body, init = {}) =>
    await app.request(`http://127.0.0.1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", host: "127.0.0.1" },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
    });
  return {
    hermes: model,
    core,
    app,
    post,
    async ask(path, body) {
      const response = await post(path, body);
      if (response.status !== 200) throw new Error(`status ${response.status}: ${await response.text()}`);
      return await response.json();
    },
    async stream(path, body) {
      const response = await post(path, { ...body, stream: true });
      return readEvents(await response.text());
    },
  };
}

/** The data of server-sent events, JSON parsed. */
export function readEvents(text: string): unknown[] {
  const lines = text.split("\n").filter((line) => line.startsWith("data: "));
  return lines.map((line) => line.slice(6)).map((data) => (data === "[DONE]" ? data : JSON.parse(data)));
}
