import type { ServerResponse } from "node:http";

/** Where the text of a stream goes. */
export interface EventSink {
  /** Null when more may follow at once, else resolves when the reader has caught up; it may never resolve once the reader is gone. */
  write(text: string): Promise<void> | null;
  end(): void;
}

/** Writes to a socket; a reader that takes nothing for `stalledReaderMs` while something waits for it is cut off. */
export function createSocketSink(outgoing: ServerResponse, stalledReaderMs: number): EventSink {
  return {
    write(text) {
      if (outgoing.destroyed || outgoing.write(text)) return null;
      // Node counts only the time without progress, and destroys the socket where nobody listens for the event.
      outgoing.setTimeout(stalledReaderMs);
      return new Promise((resolve) =>
        outgoing.once("drain", () => {
          outgoing.setTimeout(0);
          resolve();
        }),
      );
    },
    end() {
      if (outgoing.destroyed) return;
      outgoing.setTimeout(stalledReaderMs);
      outgoing.end();
    },
  };
}

/** What a web stream asks of its source. */
export interface StreamSink extends EventSink {
  pull(): void;
  cancel(): void;
}

/** Fills a web stream, for those who ask in process. */
export function createStreamSink(controller: ReadableStreamDefaultController<Uint8Array>): StreamSink {
  const encoder = new TextEncoder();
  let pulled: (() => void) | null = null;
  let open = true;
  return {
    write(text) {
      if (!open) return null;
      controller.enqueue(encoder.encode(text));
      if ((controller.desiredSize ?? 0) > 0) return null;
      return new Promise((resolve) => {
        pulled = resolve;
      });
    },
    end() {
      if (open) controller.close();
      open = false;
    },
    pull() {
      pulled?.();
      pulled = null;
    },
    cancel() {
      open = false;
    },
  };
}
