import { type IndexedBlock, tokensOf } from "../blocks/prefix-index.ts";
import type { CacheAccess } from "./cache-access.ts";
import { CacheFileWriter, type OpenFile } from "./cache-file-writer.ts";
import type { CacheFileBlock } from "./layout.ts";

/** Bytes copied out of the model between two steps: some milliseconds, so running answers hardly notice. */
const SLICE_BYTES = 8 * 2 ** 20;

/**
 * Writes all blocks that are known by content to `path`, and gives how many tokens they hold. Salted ones are left out: who
 * asked for a salt wants its prompts kept apart, and a file would outlive every other trace of them.
 * Throws HermesError "cache-write-failed", or what the model throws; then nothing is left behind.
 */
export async function saveCache(cache: CacheAccess, path: string, openFile?: OpenFile): Promise<number> {
  const writer = await CacheFileWriter.create(path, openFile);
  try {
    await writer.begin();
    const blocks = await writeBlocks(cache, writer);
    await writer.finish({ fingerprint: cache.model.fingerprint, blocks });
    return blocks.length * cache.blocks.blockTokens;
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

async function writeBlocks({ model, blocks, betweenSteps }: CacheAccess, writer: CacheFileWriter) {
  const entries = [...blocks.index.entries()].filter(({ salt }) => salt === null);
  const slice = Math.max(1, Math.floor(SLICE_BYTES / model.cache.blockByteLength));
  const places = new Map<IndexedBlock, number>();
  const written: CacheFileBlock[] = [];
  for (let start = 0; start < entries.length; start += slice) {
    const copies = await betweenSteps(async () => {
      // What was evicted since is left out; so was, then, everything behind it.
      const current = entries.slice(start, start + slice).filter((entry) => blocks.index.isCurrent(entry));
      const copies: [IndexedBlock, Uint8Array][] = [];
      for (const entry of current) copies.push([entry, await model.readBlock(entry.block)]);
      return copies;
    });
    for (const [entry, bytes] of copies) {
      await writer.append(bytes);
      places.set(entry, written.length);
      written.push({ parent: entry.parent === null ? -1 : places.get(entry.parent)!, tokens: tokensOf(entry) });
    }
  }
  return written;
}
