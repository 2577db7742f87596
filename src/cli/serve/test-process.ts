/** For tests only: the real command in a process of its own. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const hermes = fileURLToPath(new URL("../../../bin/hermes", import.meta.url));
/** Kept from process to process, or each would compile everything anew. */
const compiledCode = fileURLToPath(new URL("../../../build/test-code", import.meta.url));

export interface ProcessOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** "open": a pipe that nobody writes to. Default "empty". */
  readonly input?: "empty" | "open";
}

/** A running `hermes`; it is killed when the test ends. */
export class HermesProcess {
  /** Exit code, or the signal that ended it. */
  readonly exit: Promise<number | NodeJS.Signals | null>;
  readonly #child: ChildProcessByStdio<Writable | null, Readable, Readable>;
  #output = "";
  #errors = "";

  constructor(commandArguments: readonly string[], { environment = {}, input = "empty" }: ProcessOptions = {}) {
    // No settings of whoever runs the tests.
    const home = mkdtempSync(join(tmpdir(), "hermes-serve-"));
    const { PATH = "" } = process.env;
    const env = { PATH, HOME: home, NODE_COMPILE_CACHE: compiledCode, ...environment };
    const stdin = input === "open" ? "pipe" : "ignore";
    const child = spawn(process.execPath, [hermes, ...commandArguments], { env, stdio: [stdin, "pipe", "pipe"] });
    this.#child = child as ChildProcessByStdio<Writable | null, Readable, Readable>;
    this.#child.stdout.setEncoding("utf8").on("data", (text) => {
      this.#output += text;
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text) => {
      this.#errors += text;
    });
    const { promise, resolve } = Promise.withResolvers<number | NodeJS.Signals | null>();
    this.exit = promise;
    child.once("close", (code, signal) => resolve(code ?? signal));
    onTestFinished(async () => {
      child.kill("SIGKILL");
      await promise;
      rmSync(home, { recursive: true, force: true });
    });
  }

  get output(): string {
    return this.#output;
  }

  get errors(): string {
    return this.#errors;
  }

  /** Sends a signal. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits until what was printed matches; fails when the process ends without. */
  async waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    let over = false;
    void this.exit.then(() => {
      over = true;
    });
    for (;;) {
      const match = pattern.exec(`${this.#output}${this.#errors}`);
      if (match !== null) return match;
      if (over) throw new Error(`ended without ${pattern}:\n${this.#output}${this.#errors}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** A server whose model is loaded; `url` has no slash at its end. */
export async function startServe(
  commandArguments: readonly string[],
  options?: ProcessOptions,
): Promise<{ readonly process: HermesProcess; readonly url: string }> {
  const server = new HermesProcess(commandArguments, options);
  const [, url = ""] = await server.waitFor(/^curl (http:\S+)\/v1\//m);
  return { process: server, url };
}

/** The fields of an answer of /v1/chat/completions that tests look at. */
export interface WholeAnswer {
  readonly choices: readonly [{ readonly message: { readonly content: string; readonly reasoning_content: string } }];
  readonly usage: { readonly prompt_tokens_details: { readonly cached_tokens: number } };
}

/** Asks a server a sum; `fields` are added to the body. */
export function ask(url: string, fields: object = {}, headers: Record<string, string> = {}): Promise<Response> {
  const body = { model: "nano", messages: [{ role: "user", content: "What is 17 + 25?" }], temperature: 0, ...fields };
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** The same, whole; fails where the server refuses. */
export async function askWhole(url: string, fields: object = {}, key?: string): Promise<WholeAnswer> {
  const response = await ask(url, fields, key === undefined ? {} : { authorization: `Bearer ${key}` });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as WholeAnswer;
}
