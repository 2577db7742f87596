import { Agent, request } from "node:http";

/** One connection an answer, none kept: what a client costs is not to be measured, so this one does as little as it can. */
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

export interface RawAnswer {
  /** Milliseconds from the question to the first bytes of the body. */
  readonly firstByteMs: number;
  readonly bytes: number;
}

/** Posts JSON and reads the body without looking at it. Rejects when the status is not 200. */
export function postRaw(port: number, path: string, body: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const askedAt = performance.now();
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const asked = request({ port, path, method: "POST", headers, agent }, (answer) => {
      let [firstByteMs, bytes] = [0, 0];
      answer.on("data", (piece: Buffer) => {
        if (bytes === 0) firstByteMs = performance.now() - askedAt;
        bytes += piece.length;
      });
      answer.on("error", reject);
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve({ firstByteMs, bytes });
        else reject(new Error(`status ${answer.statusCode}`));
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
