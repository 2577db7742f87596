import { join } from "node:path";
import { aliasOf } from "./aliases.ts";
import { repositoryFolders, repositoryOfFolder } from "./cache/layout.ts";
import { findMissingFiles } from "./cache/missing-files.ts";
import {
  readEntries,
  readRefs,
  readSnapshotCommits,
  readSnapshotFiles,
  type SnapshotFile,
} from "./cache/read-snapshot.ts";
import { groupGgufFiles } from "./choose/gguf-files.ts";
import type { HubSettings } from "./settings.ts";

/** One revision of a model in the cache, whoever fetched it. */
export interface ListedModel {
  readonly repository: string;
  /** Its short name, where it has one. */
  readonly alias?: string;
  readonly commit: string;
  /** Branches and tags that are at this commit. */
  readonly revisions: readonly string[];
  readonly folder: string;
  /** Bytes of its files; files shared with another revision count in both. */
  readonly byteLength: number;
  readonly fileCount: number;
  /** Labels of its GGUF files. */
  readonly quantizations: readonly string[];
  /** What an engine of ours would miss; empty for a whole model. */
  readonly missing: readonly string[];
}

/** All model revisions in the cache, by name. A cache that does not exist is an empty one. */
export function listModels({ cacheFolder }: HubSettings): ListedModel[] {
  return readEntries(cacheFolder)
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => repositoryOfFolder(name) ?? [])
    .sort((a, b) => a.localeCompare(b))
    .flatMap((repository) => listRevisions(cacheFolder, repository));
}

/** The revisions of one repository that have files here. */
export function listRevisions(cacheFolder: string, repository: string): ListedModel[] {
  const folders = repositoryFolders(cacheFolder, repository);
  const refs = readRefs(folders);
  const alias = aliasOf(repository);
  return readSnapshotCommits(folders).map((commit) => {
    const folder = join(folders.snapshots, commit);
    const files = readSnapshotFiles(folder);
    return {
      repository,
      ...(alias === undefined ? {} : { alias }),
      commit,
      revisions: [...refs].filter(([, at]) => at === commit).map(([revision]) => revision),
      folder,
      byteLength: countBytes(files),
      fileCount: files.length,
      quantizations: groupGgufFiles(files).map(({ label }) => label),
      missing: findMissingFiles(folder, files),
    };
  });
}

/** Each blob once, however many names it has. */
export function countBytes(files: readonly SnapshotFile[]): number {
  return [...new Map(files.map(({ blob, byteLength }) => [blob, byteLength])).values()].reduce(
    (sum, bytes) => sum + bytes,
    0,
  );
}
