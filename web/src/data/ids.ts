/** A new id: 20 letters and digits, about 103 bits. `crypto.randomUUID` is missing where the page is not a secure context. */
export function createId(): string {
  const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  let id = "";
  while (id.length < 20) {
    // 252 is the largest multiple of 36 in a byte: others would favour the first letters.
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) if (byte < 252) id += alphabet[byte % 36];
  }
  return id.slice(0, 20);
}
