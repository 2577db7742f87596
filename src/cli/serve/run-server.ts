import type { Hermes, LoadProgress } from "../../hermes.ts";
import { type RunningServer, type ServerOptions, startServer } from "../../server/index.ts";
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

/** Serves until a signal stops it; says where, and how to ask. Returns the exit code. */
export async function runServer(run: ServerRun): Promise<number> {
  const { options, terminal } = run;
  const signals = waitForStop();
  try {
    const server = await listen(run);
    if (server === null) return 1;
    if (options.port !== 0 && server.port !== options.port) {
      terminal.writeError(`port ${options.port} is taken; serving on ${server.port}\n`);
    }
    return await serveUntilAsked(server, run, signals.asked);
  } finally {
    signals.release();
  }
}

async function listen({ options, flags, terminal, nextPorts }: ServerRun): Promise<RunningServer | null> {
  const progress = createProgressLine(terminal);
  const load = async (onProgress: (step: LoadProgress) => void): Promise<Hermes> => {
    const show = (step: LoadProgress) => {
      onProgress(step);
      progress.show(describeProgress(step));
    };
    return openModel(flags, terminal, show).finally(() => progress.clear());
  };
  const close = (hermes: Hermes) => closeModel(hermes, flags, terminal);
  try {
    return await (nextPorts ? listenOnNext : startServer)(options, load, close);
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    terminal.writeError(`hermes: ${error.message}\n`);
    return null;
  }
}

async function serveUntilAsked(server: RunningServer, run: ServerRun, asked: Promise<void>): Promise<number> {
  const { options, terminal } = run;
  const facts = { url: reachable(server.url), page: options.pageFolder !== null, needsKey: options.keys.length > 0 };
  terminal.write(renderAddresses(facts));
  try {
    if ((await Promise.race([server.loaded, asked.then(() => "stop" as const)])) !== "stop") {
      terminal.write(`\n${renderCurlLine({ ...facts, model: server.context.hermes().modelId })}`);
      await asked;
    }
    terminal.writeError(`stopping; answers have ${options.shutdownMs / 1000} s to end, Ctrl-C ends them at once\n`);
    return 0;
  } finally {
    await server.stop();
  }
}

/** The address as a browser of this computer reaches it, without a slash at the end. */
function reachable(url: string): string {
  return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:").replace(/\/$/, "");
}
