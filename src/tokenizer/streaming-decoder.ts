import type { StreamingDecoder } from "./contract.ts";

/** U+FEFF is text like any other, so the decoder must not take it for a byte order mark. */
export function createTextDecoder(): TextDecoder {
  return new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
}

/**
 * Decoder over token bytes. Bytes of an unfinished character are held back until it is whole or cannot become
 * whole any more; an invalid sequence becomes U+FFFD as in the WHATWG Encoding Standard.
 */
export function createStreamingDecoder(textBytes: (id: number) => Uint8Array): StreamingDecoder {
  const decoder = createTextDecoder();
  return {
    push: (id) => decoder.decode(textBytes(id), { stream: true }),
    finish: () => decoder.decode(),
  };
}
