/**
 * The byte alphabet of byte-level BPE (GPT-2 `bytes_to_unicode`): printable Latin-1 characters stand for
 * themselves, the other 68 bytes for U+0100 and up, in byte order, so that a vocabulary file holds no control
 * characters and no spaces.
 */
function isPrintable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
}

function createByteAlphabet(): string[] {
  let substitutes = 0;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(isPrintable(byte) ? byte : 0x100 + substitutes++),
  );
}

/** [256] character of each byte. */
export const byteAlphabet: readonly string[] = Object.freeze(createByteAlphabet());

/** [0x144] Byte of each code unit, -1 for those outside the alphabet. */
const byteOfUnit = new Int16Array(0x144).fill(-1);
for (const [byte, character] of byteAlphabet.entries()) byteOfUnit[character.charCodeAt(0)] = byte;

/** The byte that a UTF-16 code unit stands for in the alphabet; -1 where it is no part of it. */
export function byteOfSpelling(unit: number): number {
  return byteOfUnit[unit] ?? -1;
}

const utf8 = new TextEncoder();

/** Spells text in the byte alphabet: "é a" becomes "Ã©Ġa". */
export function spellBytes(text: string): string {
  let spelled = "";
  for (const byte of utf8.encode(text)) spelled += byteAlphabet[byte];
  return spelled;
}

/** Bytes of a vocabulary token; null when it holds a character outside the byte alphabet. */
export function readSpelledBytes(token: string): Uint8Array | null {
  const bytes = new Uint8Array(token.length);
  for (let index = 0; index < token.length; index++) {
    const byte = byteOfSpelling(token.charCodeAt(index));
    if (byte < 0) return null;
    bytes[index] = byte;
  }
  return bytes;
}
