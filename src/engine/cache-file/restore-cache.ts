import { type CacheAccess, cacheFormOf } from "./cache-access.ts";
import { CacheFileReader } from "./cache-file-reader.ts";

/**
 * Puts the blocks of a file that `saveCache` wrote into free blocks, and gives how many tokens are there now. The file is checked
 * throughout before anything is touched. No step runs while blocks are put back, so this is for the start of a program.
 * Throws HermesError "file-missing", "cache-invalid", or what the model throws.
 */
export async function restoreCache(cache: CacheAccess, path: string): Promise<number> {
  const file = await CacheFileReader.open(path, cacheFormOf(cache));
  try {
    return await cache.betweenSteps(() => putBack(cache, file));
  } finally {
    await file.close();
  }
}

async function putBack({ model, blocks }: CacheAccess, file: CacheFileReader): Promise<number> {
  const { pool, index } = blocks;
  /** Block that stands for the file's block at each place; all are held, so that parents are released behind their children. */
  const held: number[] = [];
  try {
    for (const [place, { parent, tokens }] of file.blocks.entries()) {
      const parentBlock = parent < 0 ? null : held[parent]!;
      const known = index.child(parentBlock, tokens, 0, null);
      if (known !== null) pool.hold(known);
      else if (pool.free === 0) break;
      held.push(known ?? (await fill(place, parentBlock, tokens)));
    }
  } finally {
    for (const block of held.reverse()) pool.release(block, true);
  }
  return held.length * blocks.blockTokens;

  async function fill(place: number, parent: number | null, tokens: readonly number[]): Promise<number> {
    const block = pool.allocate()!;
    try {
      await model.writeBlock(block, await file.readBlock(place));
    } catch (error) {
      pool.release(block, false);
      throw error;
    }
    return index.add(block, parent, tokens, 0, null);
  }
}
