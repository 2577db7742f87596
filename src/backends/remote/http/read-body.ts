/** A whole body as text. Null when it has more than `mostBytes`; the rest is not read then. */
export async function readBody(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let byteLength = 0;
  for await (const piece of body) {
    byteLength += piece.byteLength;
    if (byteLength > mostBytes) return null;
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
