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

/** Where the text character that starts at `index` ends; -1 where none does. */
function endOfCharacter(bytes: Uint8Array, index: number, end: number): number {
  const lead = bytes[index]!;
  if (isPlain(lead)) return index + 1;
  const continuation = continuationOf(lead);
  if (continuation === null || index + continuation.count >= end) return -1;
  const { count, low, high } = continuation;
  const second = bytes[index + 1]!;
  if (second < low || second > high) return -1;
  for (let offset = 2; offset <= count; offset++) if ((bytes[index + offset]! & 0xc0) !== 0x80) return -1;
  return index + count + 1;
}

/**
 * Code points of the bytes from `start` to `end` when they are whole UTF-8 of characters that a JSON string holds without escape, as
 * ByteMachine.textRoom counts them; else 0. Where there are as many bytes, all are plain.
 */
export function countTextCharacters(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let characters = 0;
  for (let index = start; index < end; characters++) {
    index = endOfCharacter(bytes, index, end);
    if (index < 0) return 0;
  }
  return characters;
}

/** Where the text ends that the bytes from `start` to `end` begin with; `start` where they begin with none. */
export function endOfText(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (index < end) {
    const next = endOfCharacter(bytes, index, end);
    if (next < 0) break;
    index = next;
  }
  return index;
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
