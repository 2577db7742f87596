import type { Hermes, LoadProgress } from "../../hermes.ts";
import {
  type CloseModel,
  type LoadModel,
  type RunningServer,
  type ServerOptions,
  startServer,
} from "../../server/index.ts";
import type { GenerationFlags } from "../flags.ts";
import { closeModel, describeProgress, openModel } from "../load-model.ts";
import { createProgressLine } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { renderAddresses, renderCurlLine } from "./greeting.ts";
import { isPortTaken, listenOnNext } from "./listen.ts";
import { waitForStop } from "./wait-for-stop.ts";

export interface ServerRun {
  readonly options: ServerOptions;
  readonly flags: GenerationFlags;
  readonly terminal: Terminal;
  /** Take the next free port where the one asked for is taken. */
  readonly nextPorts: boolean;
}

/** How a run ended. */
export interface ServerEnd {
  readonly exitCode: number;
  /** A model is still being loaded; nothing can stop that but the end of the process. */
  readonly stillLoading: boolean;
}

/** Serves until a signal stops it; says where, and how to ask. */
export async function runServer(run: ServerRun): Promise<ServerEnd> {
  const { options, terminal } = run;
  const signals = waitForStop();
  const model = new ServedModel(run);
  try {
    const server = await (run.nextPorts ? listenOnNext : startServer)(options, model.load, model.close);
    const facts = { url: reachable(server.url), page: options.pageFolder !== null, needsKey: options.keys.length > 0 };
    if (options.port !== 0 && server.port !== options.port) {
      terminal.writeError(`port ${options.port} is taken; serving on ${server.port}\n`);
    }
    terminal.write(renderAddresses(facts));
    model.showProgress();
    const greet = (modelId: string) => terminal.write(`\n${renderCurlLine({ ...facts, model: modelId })}`);
    return await serveUntilAsked(server, run, signals.asked, greet);
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    terminal.writeError(`hermes: ${error.message}\n`);
    return { exitCode: 1, stillLoading: false };
  } finally {
    signals.release();
  }
}

/** Loads and ends the model as the options say, with a progress line below what was printed before. */
class ServedModel {
  readonly #run: ServerRun;
  readonly #progress;
  #shown = false;

  constructor(run: ServerRun) {
    this.#run = run;
    this.#progress = createProgressLine(run.terminal);
  }

  showProgress(): void {
    this.#shown = true;
  }

  readonly load: LoadModel = async (onProgress): Promise<Hermes> => {
    const show = (step: LoadProgress): void => {
      onProgress(step);
      if (this.#shown) this.#progress.show(describeProgress(step));
    };
    try {
      return await openModel(this.#run.flags, this.#run.terminal, show);
    } finally {
      this.#progress.clear();
    }
  };

  readonly close: CloseModel = (hermes) => closeModel(hermes, this.#run.flags, this.#run.terminal);
}

async function serveUntilAsked(
  server: RunningServer,
  { options, terminal }: ServerRun,
  asked: Promise<void>,
  greet: (modelId: string) => void,
): Promise<ServerEnd> {
  try {
    await Promise.race([server.loaded, asked]);
    const { state } = server.context;
    if (state.status !== "ready") {
      // The sockets are closed at once; whoever loads is not waited for.
      void server.stop();
      return { exitCode: 0, stillLoading: true };
    }
    greet(state.hermes.modelId);
    await asked;
    terminal.writeError(`stopping; answers have ${options.shutdownMs / 1000} s to end, Ctrl-C ends them at once\n`);
    await server.stop();
    return { exitCode: 0, stillLoading: false };
  } catch (error) {
    // The model could not be loaded.
    await server.stop();
    throw error;
  }
}

/** The address as a browser of this computer reaches it, without a slash at the end. */
function reachable(url: string): string {
  return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:").replace(/\/$/, "");
}
