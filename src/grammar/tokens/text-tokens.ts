/** Lead bytes of UTF-8 by the number of continuation bytes, and the range of the first of these (RFC 3629, section 4). */
function continuationOf(lead: number): { readonly count: number; readonly low: number; readonly high: number } | null {
  if (lead >= 0xc2 && lead <= 0xdf) return { count: 1, low: 0x80, high: 0xbf };
  if (lead >= 0xe0 && lead <= 0xef)
    return { count: 2, low: lead === 0xe0 ? 0xa0 : 0x80, high: lead === 0xed ? 0x9f : 0xbf };
  if (lead >= 0xf0 && lead <= 0xf4)
    return { count: 3, low: lead === 0xf0 ? 0x90 : 0x80, high: lead === 0xf4 ? 0x8f : 0xbf };
  return null;
}

/** A plain byte of a JSON string, as ByteMachine.plainTextRoom counts them. */
function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e && byte !== 0x22 && byte !== 0x5c;
}

/**
 * Code points of the bytes from `start` to `end` when they are whole UTF-8 of characters that a JSON string holds without escape, as
 * ByteMachine.textRoom counts them; else 0. Where there are as many bytes, all are plain.
 */
export function countTextCharacters(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let characters = 0;
  for (let index = start; index < end; characters++) {
    const lead = bytes[index++]!;
    if (isPlain(lead)) continue;
    const continuation = continuationOf(lead);
    if (continuation === null || index + continuation.count > end) return 0;
    let { low, high } = continuation;
    for (const next = index + continuation.count; index < next; index++) {
      if (bytes[index]! < low || bytes[index]! > high) return 0;
      low = 0x80;
      high = 0xbf;
    }
  }
  return characters;
}

/** Bytes at the end of `bytes` that begin a character and do not end it; 0 where the text ends with a whole one or is no UTF-8. */
export function unfinishedBytes(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length]!;
    if ((byte & 0xc0) === 0x80) continue;
    return (continuationOf(byte)?.count ?? 0) >= length ? length : 0;
  }
  return 0;
}
