import type { GivenValues, Origin } from "./origin.ts";
import { isSetting, type SettingTree } from "./setting.ts";
import { type EffectiveConfig, listSettings, settings } from "./settings.ts";

export interface ResolvedConfig {
  readonly values: EffectiveConfig;
  /** Who said so, by the path of every setting. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Puts sources together, weakest first; what none of them gives is the default. Lists and objects replace each other as a whole. */
export function resolveConfig(sources: readonly GivenValues[]): ResolvedConfig {
  const strongest = sources.toReversed();
  const find = (path: string) => strongest.find((source) => source.has(path))?.get(path);
  const origins = listSettings().map(
    ({ path }) => [path, find(path)?.origin ?? ({ type: "default" } as const)] as const,
  );
  const values = fill(settings, "", (path, standard) => {
    const given = find(path);
    return given === undefined ? standard : given.value;
  });
  return { values: values as EffectiveConfig, origins: new Map(origins) };
}

function fill(tree: SettingTree, prefix: string, choose: (path: string, standard: unknown) => unknown): object {
  const entries = Object.entries(tree).map(([name, node]) => {
    const path = prefix + name;
    return [name, isSetting(node) ? choose(path, node.standard) : fill(node, `${path}.`, choose)] as const;
  });
  return Object.freeze(Object.fromEntries(entries));
}
