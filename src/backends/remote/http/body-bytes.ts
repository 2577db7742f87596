import type { Readable } from "node:stream";

/** Bytes that may wait for a slow reader before the sender has to. */
const MOST_WAITING_BYTES = 1024 * 1024;

/**
 * The pieces of a body, all that came before it failed included: a plain loop over a stream loses what it had received when the
 * connection breaks. Throws what the stream fails with. Leaving the loop destroys the body.
 */
export async function* bodyBytes(body: Readable): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let byteLength = 0;
  let ended = body.closed;
  let failure: unknown = body.errored;
  let wake = () => {};
  body.on("data", (piece: Uint8Array) => {
    waiting.push(piece);
    byteLength += piece.byteLength;
    if (byteLength > MOST_WAITING_BYTES) body.pause();
    wake();
  });
  body.on("error", (error) => {
    failure = error;
    wake();
  });
  // After "end" or "error", or in place of them where the body was destroyed.
  body.on("close", () => {
    ended = true;
    wake();
  });
  try {
    for (;;) {
      for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
        byteLength -= piece.byteLength;
        if (byteLength <= MOST_WAITING_BYTES && body.isPaused()) body.resume();
        yield piece;
      }
      if (failure !== null) throw failure;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    body.destroy();
  }
}
