import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Round, RoundResult } from "./client.ts";

/** A client in a process of its own. */
export class Client {
  readonly #process: ChildProcess = fork(fileURLToPath(new URL("./client.ts", import.meta.url)));

  async ask(round: Round): Promise<RoundResult> {
    this.#process.send(round);
    const [result] = await once(this.#process, "message");
    return result as RoundResult;
  }

  end(): void {
    this.#process.disconnect();
  }
}
