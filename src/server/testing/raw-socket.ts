import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A connection whose every byte the test decides. */
export class RawSocket {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  #text = "";

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      this.#text += chunk;
    });
    // A server that cuts us off may do so with a reset.
    socket.on("error", () => {});
    this.closed = once(socket, "close");
    onTestFinished(() => void socket.destroy());
  }

  static async open(port: number): Promise<RawSocket> {
    const raw = new RawSocket(connect(port, "127.0.0.1"));
    await once(raw.socket, "connect");
    return raw;
  }

  /** What came so far. */
  get text(): string {
    return this.#text;
  }

  write(text: string): void {
    this.socket.write(text);
  }

  /** Resolves with all that came when it matches. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#text)) await once(this.socket, "data");
    return this.#text;
  }

  /** Resolves with all that came when the server has closed. */
  async untilClosed(): Promise<string> {
    await this.closed;
    return this.#text;
  }
}

/** A whole request as it goes over the wire. */
export function renderRequest(line: string, headers: Readonly<Record<string, string>> = {}, body = ""): string {
  const all = { host: "localhost", ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${head.join("")}\r\n${body}`;
}
