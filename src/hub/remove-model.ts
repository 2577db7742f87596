import { existsSync } from "node:fs";
import { readdir, realpath, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { HermesError } from "../errors.ts";
import { type RepositoryFolders, repositoryFolders } from "./cache/layout.ts";
import { withLock } from "./cache/lock.ts";
import {
  readCommit,
  readEntries,
  readRefs,
  readSnapshotCommits,
  readSnapshotFiles,
  type SnapshotFile,
} from "./cache/read-snapshot.ts";
import { groupGgufFiles, matchGgufGroups } from "./choose/gguf-files.ts";
import { countBytes } from "./list-models.ts";
import { type ModelReference, parseModelReference } from "./reference.ts";
import type { HubSettings } from "./settings.ts";

/** What a removal would take away. */
export interface Removal {
  readonly reference: ModelReference;
  /** All of the repository; otherwise a revision or a quantization. */
  readonly whole: boolean;
  readonly files: readonly { readonly commit: string; readonly file: SnapshotFile }[];
  /** Blobs that nothing else in the cache uses. */
  readonly blobs: readonly string[];
  readonly freedBytes: number;
}

export interface RemoveOptions {
  readonly settings: HubSettings;
  readonly signal?: AbortSignal;
  /** Called once when a pull of the same repository is waited for. */
  readonly onWait?: () => void;
}

/**
 * What `hermes remove NAME` takes: the whole repository, of NAME@REVISION that revision, of NAME:QUANTIZATION these files.
 * Throws HermesError "usage", or "file-missing" when none of it is here.
 */
export function planRemoval(name: string, settings: HubSettings): Removal {
  const reference = parseModelReference(name);
  const folders = repositoryFolders(settings.cacheFolder, reference.repository);
  const { revision, quantization } = reference;
  const whole = revision === undefined && quantization === undefined;
  const commits = revision === undefined ? readSnapshotCommits(folders) : [readCommit(folders, revision)];
  const all = readSnapshotCommits(folders).flatMap((commit) =>
    readSnapshotFiles(join(folders.snapshots, commit)).map((file) => ({ commit, file })),
  );
  const files = all.filter(({ commit }) => commits.includes(commit)).filter(isChosen(all, reference));
  if (whole ? !existsSync(folders.root) : files.length === 0) throw notHere(name, folders.root);
  const removed = new Set(files);
  const kept = new Set(all.filter((entry) => !removed.has(entry)).map(({ file }) => file.blob));
  const freed = files.map(({ file }) => file).filter(({ blob }) => blob !== null && !kept.has(blob));
  const blobs = [...new Set(freed.flatMap(({ blob }) => blob ?? []))];
  // All of it has also what no snapshot names: parts of downloads, blobs of an older tool.
  const freedBytes = countBytes(whole ? readSnapshotFiles(folders.root) : freed);
  return { reference, whole, files, blobs, freedBytes };
}

function isChosen(
  all: Removal["files"],
  { quantization }: ModelReference,
): (entry: Removal["files"][number]) => boolean {
  if (quantization === undefined) return () => true;
  const groups = groupGgufFiles(all.map(({ file }) => file));
  const chosen = new Set(matchGgufGroups(groups, quantization).flatMap(({ files }) => files));
  return ({ file }) => chosen.has(file);
}

/**
 * Removes a model from the cache: names first, then links, then bytes, so that what is left of an interrupted removal does not open.
 * Waits for a pull of the same repository. Throws as `planRemoval` does.
 */
export async function removeModel(
  name: string,
  { settings, signal = new AbortController().signal, onWait = () => undefined }: RemoveOptions,
): Promise<Removal> {
  planRemoval(name, settings);
  const { repository } = parseModelReference(name);
  const folders = repositoryFolders(settings.cacheFolder, repository);
  return withLock(folders.lock, { signal, onWait }, async () => {
    // Looked at again: a pull that was waited for has changed it.
    const removal = planRemoval(name, settings);
    if (removal.whole) await removeAll(folders);
    else await removeSome(folders, removal);
    return removal;
  });
}

async function removeAll(folders: RepositoryFolders): Promise<void> {
  for (const folder of [folders.refs, folders.snapshots, folders.root])
    await rm(folder, { recursive: true, force: true });
}

async function removeSome(folders: RepositoryFolders, { reference, files, blobs }: Removal): Promise<void> {
  const commits = new Set(files.map(({ commit }) => commit));
  if (reference.quantization === undefined) {
    for (const [revision, commit] of readRefs(folders)) {
      if (commits.has(commit)) await rm(join(folders.refs, revision), { force: true });
    }
  }
  for (const { commit, file } of files) {
    const snapshot = join(folders.snapshots, commit);
    await rm(join(snapshot, file.path), { force: true });
    await removeEmptyFolders(dirname(join(snapshot, file.path)), folders.snapshots);
  }
  const root = await realpath(folders.root);
  for (const blob of blobs.filter((path) => isInside(path, root))) await rm(blob, { force: true });
  if (readEntries(folders.snapshots).length === 0) await removeAll(folders);
}

async function removeEmptyFolders(folder: string, upTo: string): Promise<void> {
  for (let at = folder; isInside(at, upTo) && (await readdir(at)).length === 0; at = dirname(at)) await rmdir(at);
}

/** A link may lead anywhere; only what lies in the repository's folder is ours to remove. */
function isInside(path: string, folder: string): boolean {
  const inner = relative(folder, path);
  return inner !== "" && inner !== ".." && !inner.startsWith(`..${sep}`);
}

function notHere(name: string, path: string): HermesError {
  return new HermesError("file-missing", `Nothing of ${name} is here: hermes list shows what is`, { path });
}
