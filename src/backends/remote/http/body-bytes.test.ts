import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { bodyBytes } from "./body-bytes.ts";

async function read(body: Readable): Promise<{ bytes: number[]; failure: unknown }> {
  const bytes: number[] = [];
  try {
    for await (const piece of bodyBytes(body)) bytes.push(...piece);
  } catch (failure) {
    return { bytes, failure };
  }
  return { bytes, failure: null };
}

describe("bodyBytes", () => {
  test("gives all pieces and ends", async () => {
    expect(await read(Readable.from([Buffer.of(1, 2), Buffer.of(3)]))).toEqual({ bytes: [1, 2, 3], failure: null });
  });

  test("gives what came before a failure in the same breath", async () => {
    const broken = new Error("broken");
    const body = new Readable({ read() {} });
    const reading = read(body);
    body.push(Buffer.of(1));
    body.push(Buffer.of(2));
    body.destroy(broken);
    expect(await reading).toEqual({ bytes: [1, 2], failure: broken });
  });

  test("a slow reader stops the sender, and loses nothing", async () => {
    const pieceLength = 256 * 1024;
    let sent = 0;
    const body = new Readable({
      highWaterMark: pieceLength,
      read() {
        sent++;
        setImmediate(() => this.push(sent > 40 ? null : Buffer.alloc(pieceLength)));
      },
    });
    let received = 0;
    for await (const piece of bodyBytes(body)) {
      received += piece.byteLength;
      if (received !== pieceLength) continue;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(sent).toBeLessThan(12);
    }
    expect(received).toBe(40 * pieceLength);
  });

  test("leaving the loop destroys the body", async () => {
    const body = new Readable({ read() {} });
    body.push(Buffer.of(1));
    for await (const _piece of bodyBytes(body)) break;
    expect(body.destroyed).toBe(true);
  });
});
