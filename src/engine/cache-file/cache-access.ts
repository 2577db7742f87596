import type { LanguageModel } from "../../model/index.ts";
import type { BlockManager } from "../blocks/block-manager.ts";
import type { CacheForm } from "./layout.ts";

/** What saving and restoring need of an engine. */
export interface CacheAccess {
  readonly model: LanguageModel;
  readonly blocks: BlockManager;
  /** Does something while no step runs and none begins. */
  readonly betweenSteps: <T>(action: () => Promise<T>) => Promise<T>;
}

export function cacheFormOf({ model }: CacheAccess): CacheForm {
  const { blockTokens, blockByteLength } = model.cache;
  return { fingerprint: model.fingerprint, blockTokens, blockByteLength, vocabularySize: model.config.vocabularySize };
}
