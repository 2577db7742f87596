/** A process of its own: the peer's logits for given texts. */
import { childInput, sendResult } from "../child.ts";
import { loadPeer, type PeerLoadOptions } from "./peer.ts";

export interface PeerLogitsInput extends Pick<PeerLoadOptions, "module" | "file" | "threads"> {
  readonly vocabularySize: number;
  readonly texts: readonly { readonly tokens: readonly number[]; readonly answerFrom: number }[];
}

const { module, file, threads, vocabularySize, texts } = childInput<PeerLogitsInput>();
const longest = Math.max(...texts.map(({ tokens }) => tokens.length));
const { sequences } = await loadPeer({
  module,
  file,
  threads,
  contextSize: Math.ceil((longest + 1) / 256) * 256,
  batchSize: 512,
  sequences: 1,
  experimentalKvCacheKeyType: "F32",
  experimentalKvCacheValueType: "F32",
});
const rows: Float32Array[] = [];
for (const { tokens, answerFrom } of texts) {
  const sequence = sequences[0]!;
  await sequence.clearHistory();
  const results = await sequence.controlledEvaluate(
    tokens
      .slice(0, -1)
      .map((token, at) => [token, at < answerFrom - 1 ? {} : { generateNext: { logits: true } }] as const),
  );
  for (const result of results) {
    const logits = result?.next.logits;
    if (logits !== undefined)
      rows.push(Float32Array.from({ length: vocabularySize }, (_, token) => logits.get(token)!));
  }
}
await sendResult(rows);
// The peer's threads would keep the process alive.
process.exit(0);
