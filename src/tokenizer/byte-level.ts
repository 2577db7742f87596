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

const byteOfCharacter: ReadonlyMap<string, number> = new Map(byteAlphabet.map((character, byte) => [character, byte]));

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
    const byte = byteOfCharacter.get(token[index]!);
    if (byte === undefined) return null;
    bytes[index] = byte;
  }
  return bytes;
}
