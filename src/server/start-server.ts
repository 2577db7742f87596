import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hermes, LoadProgress } from "../hermes.ts";
import { ApiError } from "./api-error.ts";
import { createApp } from "./app/create-app.ts";
import { createListener, listen } from "./app/listener.ts";
import { ServerCore } from "./app/server-core.ts";
import type { ServerContext } from "./contract.ts";
import type { ServerOptions } from "./options.ts";

/** Loads a model and tells how far it has come; the server disposes what it gives. */
export type LoadModel = (onProgress: (progress: LoadProgress) => void) => Promise<Hermes>;

/** Ends a model that a server is done with. */
export type CloseModel = (hermes: Hermes) => Promise<void>;

export interface RunningServer {
  /** Address of the page and of the routes, with a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly context: ServerContext;
  /** Resolves when the model is loaded, or the server was stopped before; rejects with what `load` failed with. */
  readonly loaded: Promise<void>;
  /**
   * Refuses new work, gives running answers `shutdownMs` to finish, aborts them, closes the sockets and disposes the model.
   * A model that is still loading is disposed as soon as it is there. Harmless when repeated.
   */
  stop(): Promise<void>;
}

/** Milliseconds that aborted answers get to say so. */
const ABORT_GRACE_MS = 1000;

/**
 * Listens, then loads the model: until it is there, its routes answer 503. `close` ends it; by default it is disposed.
 * Throws HermesError "usage" when the address cannot be listened on.
 */
export async function startServer(
  options: ServerOptions,
  load: LoadModel,
  close: CloseModel = (hermes) => hermes.dispose(),
): Promise<RunningServer> {
  const core = new ServerCore(options);
  const server = createListener(createApp(core), options);
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  const loaded = loadInto(core, load, close);
  loaded.catch(() => {});
  let stopping: Promise<void> | null = null;
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}/`,
    port,
    context: core,
    loaded,
    stop: () => (stopping ??= stop(core, server, loaded, close)),
  };
}

async function loadInto(core: ServerCore, load: LoadModel, close: CloseModel): Promise<void> {
  const { log } = core.options;
  try {
    const hermes = await load((progress) => core.loading(progress));
    if (core.state.status === "draining") return await close(hermes);
    core.ready(hermes);
    log.info({ model: hermes.modelId, loadMs: Math.round(hermes.loadMs) }, "model loaded");
  } catch (error) {
    core.failed();
    log.error({ reason: error instanceof Error ? error.message : String(error) }, "model not loaded");
    throw error;
  }
}

async function stop(core: ServerCore, server: Server, loaded: Promise<void>, close: CloseModel): Promise<void> {
  const { state, options } = core;
  core.drain();
  await withinMs(core.idle(), options.shutdownMs);
  core.abortAll(
    new ApiError("The server is stopping.", { status: 503, type: "unavailable_error", retryAfterMs: 2000 }),
  );
  await withinMs(core.idle(), ABORT_GRACE_MS);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
  if (state.status === "ready") return await close(state.hermes);
  const settled = loaded.catch(() => {});
  await withinMs(settled, options.shutdownMs);
}

/** Waits for `done`, but no longer than that. */
async function withinMs(done: Promise<void>, limitMs: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, limitMs);
  await Promise.race([done, late.promise]);
  clearTimeout(timer);
}
