import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ServerState } from "./server-process.ts";

/** The server under load, from outside. */
export class ServedProcess {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(): Promise<ServedProcess> {
    const file = fileURLToPath(new URL("./server-process.ts", import.meta.url));
    const child = fork(file, [], { execArgv: ["--expose-gc"] });
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return new ServedProcess(child, port);
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async state(): Promise<ServerState> {
    this.#child.send("state");
    const [state] = await once(this.#child, "message");
    return state as ServerState;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.disconnect();
    await ended;
  }
}
