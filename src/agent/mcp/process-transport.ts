import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { getDefaultEnvironment } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ReadBuffer, serializeMessage } from "@modelcontextprotocol/sdk/shared/stdio.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { StdioServerConfig } from "../config/agent-config.ts";
import { endProcessGroup } from "./end-process-group.ts";
import { TextTail } from "./text-tail.ts";

/** Milliseconds after the end of a process in which its last output is still read. */
const LAST_WORDS_MS = 200;

/**
 * Speaks with a server that runs as a process, over its standard input and output. Other than the SDK's own transport it gives the
 * server a process group: Ctrl-C in our terminal does not end it, and closing ends what it has started, as `npx` does, too.
 */
export class ProcessTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #config: StdioServerConfig;
  readonly #buffer = new ReadBuffer();
  readonly #complaints = new TextTail();
  #process: ChildProcessWithoutNullStreams | null = null;
  #closing: Promise<void> | null = null;

  constructor(config: StdioServerConfig) {
    this.#config = config;
  }

  /** The last line that the server wrote to standard error; "" where there is none. */
  get lastComplaint(): string {
    return this.#complaints.lastLine;
  }

  /** Null before the start. */
  get processId(): number | null {
    return this.#process?.pid ?? null;
  }

  start(): Promise<void> {
    const { command, args, env, cwd } = this.#config;
    const child = spawn(command, args, {
      env: { ...getDefaultEnvironment(), ...env },
      detached: process.platform !== "win32",
      windowsHide: true,
      ...(cwd === null ? {} : { cwd }),
    });
    this.#process = child;
    child.stdout.on("data", (bytes: Buffer) => this.#read(bytes));
    child.stderr.on("data", (bytes: Buffer) => this.#complaints.add(bytes));
    for (const stream of [child.stdin, child.stdout, child.stderr])
      stream.on("error", (error) => this.onerror?.(error));
    return new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.on("error", reject);
      child.once("close", () => void this.close());
      // What a grandchild holds open is not waited for, only what is still in the pipe.
      child.once("exit", () => setTimeout(() => void this.close(), LAST_WORDS_MS).unref());
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const input = this.#process?.stdin;
    if (input === undefined || !input.writable) throw new Error("the process has ended");
    if (input.write(serializeMessage(message))) return;
    await new Promise<void>((resolve) => {
      input.once("drain", resolve);
      input.once("close", resolve);
    });
  }

  /** Ends the process and all that it has started. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    if (this.#process !== null) await endProcessGroup(this.#process);
    this.#buffer.clear();
    this.onclose?.();
  }

  #read(bytes: Buffer): void {
    try {
      this.#buffer.append(bytes);
    } catch (error) {
      // A line longer than the SDK's limit: nothing behind it can be understood.
      this.onerror?.(error as Error);
      void this.close();
      return;
    }
    while (this.#readMessage());
  }

  /** False when there is no whole message any more. A line that is none is skipped. */
  #readMessage(): boolean {
    try {
      const message = this.#buffer.readMessage();
      if (message === null) return false;
      this.onmessage?.(message);
    } catch (error) {
      this.onerror?.(error as Error);
    }
    return true;
  }
}
