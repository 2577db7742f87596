import { randomUUID } from "node:crypto";
import { copyFile, link, lstat, mkdir, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { HermesError } from "../../errors.ts";
import { CONFIG_FILE } from "../../formats/index.ts";
import type { RepositoryFile } from "../api/read-repository.ts";
import type { RepositoryFolders } from "./layout.ts";

/**
 * Makes a snapshot of blobs that are all there. A new one is built aside and appears in one step; files are added to an existing
 * one (another tool fetched a part of it) in an order that leaves it incomplete until the last: weights late, config.json last.
 * Returns its folder.
 */
export async function writeSnapshot(
  folders: RepositoryFolders,
  commit: string,
  files: readonly RepositoryFile[],
): Promise<string> {
  const snapshot = join(folders.snapshots, commit);
  await mkdir(folders.snapshots, { recursive: true });
  if (await exists(snapshot)) {
    await linkFiles(folders, snapshot, files);
    return snapshot;
  }
  await withDraft(folders, async (draft) => {
    await linkFiles(folders, draft, files);
    await rename(draft, snapshot);
  });
  return snapshot;
}

/** Says that `revision` is at `commit`, in one step. A commit needs no name. */
export async function writeRef(folders: RepositoryFolders, revision: string, commit: string): Promise<void> {
  if (revision === commit) return;
  const path = join(folders.refs, revision);
  await mkdir(dirname(path), { recursive: true });
  await withDraft(folders, async (draft) => {
    await writeFile(draft, commit);
    await rename(draft, path);
  });
}

/**
 * Gives `work` a path for what is built before it is moved into place, and clears away what is left of it. It is beside snapshots/
 * and as deep as one of them, so that relative links stay right and no other tool takes it for a snapshot.
 */
async function withDraft({ root }: RepositoryFolders, work: (draft: string) => Promise<void>): Promise<void> {
  const drafts = join(root, "hermes-drafts");
  try {
    await mkdir(drafts, { recursive: true });
    await work(join(drafts, randomUUID()));
  } finally {
    await rm(drafts, { recursive: true, force: true });
  }
}

async function linkFiles(folders: RepositoryFolders, folder: string, files: readonly RepositoryFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const realFolder = await realpath(folder);
  for (const { path, id } of [...files].sort((a, b) => rank(a.path) - rank(b.path))) {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    const realParent = await realpath(dirname(place));
    if (relative(realFolder, realParent).startsWith("..")) throw leavesFolder(place, realParent);
    const target = join(folders.blobs, id);
    if (await pointsTo(place, target)) continue;
    await rm(place, { force: true });
    await linkFile(target, place);
  }
}

function rank(path: string): number {
  if (path === CONFIG_FILE) return 2;
  return /\.(?:safetensors|gguf)$/i.test(path) ? 1 : 0;
}

/** Relative, so that the cache may be moved. Where links are not allowed (Windows without developer mode), a hard link or a copy. */
async function linkFile(target: string, place: string): Promise<void> {
  try {
    await symlink(relative(dirname(place), target), place);
  } catch {
    await link(target, place).catch(() => copyFile(target, place));
  }
}

async function pointsTo(place: string, target: string): Promise<boolean> {
  try {
    return (await realpath(place)) === (await realpath(target));
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function leavesFolder(place: string, found: string): HermesError {
  return new HermesError(
    "file-invalid",
    `${place} would be written to ${found}, outside the snapshot: a folder of the cache is a link; remove the model (hermes remove) and pull again`,
    { path: place },
  );
}
