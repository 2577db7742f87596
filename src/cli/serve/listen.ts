import { type HermesError, isHermesError } from "../../errors.ts";
import {
  type CloseModel,
  type LoadModel,
  type RunningServer,
  type ServerOptions,
  startServer,
} from "../../server/index.ts";

/** Ports tried after the one asked for, where any will do. */
const FURTHER_PORTS = 20;

/** Starts the server on its port or, where that is taken, on the next free one. Throws HermesError "usage" where the address is none. */
export async function listenOnNext(options: ServerOptions, load: LoadModel, close: CloseModel): Promise<RunningServer> {
  const { port } = options;
  const ports = port === 0 ? [0] : Array.from({ length: FURTHER_PORTS + 1 }, (_, index) => port + index);
  for (const next of ports.filter((candidate) => candidate <= 65_535)) {
    try {
      return await startServer({ ...options, port: next }, load, close);
    } catch (error) {
      if (!isPortTaken(error)) throw error;
    }
  }
  return startServer({ ...options, port: 0 }, load, close);
}

export function isPortTaken(error: unknown): error is HermesError {
  return isHermesError(error) && (error.cause as NodeJS.ErrnoException | undefined)?.code === "EADDRINUSE";
}
