import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { commitPattern, type RepositoryFolders } from "./layout.ts";
import { isSafeFilePath } from "./safe-path.ts";

/** One file of a snapshot: mostly a link to a blob. */
export interface SnapshotFile {
  /** Path in the repository, "/" between its parts. */
  readonly path: string;
  /** False for a link whose blob is gone. */
  readonly present: boolean;
  readonly byteLength: number;
  /** The file behind the link, the same for all snapshots that share it. */
  readonly blob: string | null;
}

/** Files of a snapshot folder, sorted by path; none when it does not exist. */
export function readSnapshotFiles(folder: string, parent = ""): SnapshotFile[] {
  return readEntries(join(folder, parent))
    .flatMap((entry) => {
      const path = parent === "" ? entry.name : `${parent}/${entry.name}`;
      return entry.isDirectory() ? readSnapshotFiles(folder, path) : [readFile(folder, path)];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readFile(folder: string, path: string): SnapshotFile {
  try {
    const blob = realpathSync(join(folder, path));
    const { size } = statSync(blob);
    return { path, present: true, byteLength: size, blob };
  } catch {
    return { path, present: false, byteLength: 0, blob: null };
  }
}

/** Revisions by name with their commit, nested ones ("refs/pr/1") included. */
export function readRefs({ refs }: RepositoryFolders, parent = ""): Map<string, string> {
  const entries = readEntries(join(refs, parent));
  const found = new Map<string, string>();
  for (const entry of entries) {
    const name = parent === "" ? entry.name : `${parent}/${entry.name}`;
    if (entry.isDirectory())
      for (const [inner, commit] of readRefs({ refs } as RepositoryFolders, name)) found.set(inner, commit);
    else if (entry.isFile()) found.set(name, readFileSync(join(refs, name), "utf8").trim());
  }
  return found;
}

/** The commit of a revision (branch, tag, commit or the beginning of one), or null when the cache does not know it. */
export function readCommit(folders: RepositoryFolders, revision: string): string | null {
  if (commitPattern.test(revision)) return revision;
  if (!isSafeFilePath(revision)) return null;
  try {
    const commit = readFileSync(join(folders.refs, revision), "utf8").trim();
    return commitPattern.test(commit) ? commit : null;
  } catch {
    return findCommit(folders, revision);
  }
}

/** The one commit here that begins so. Fewer digits than git itself shows are no commit. */
function findCommit(folders: RepositoryFolders, beginning: string): string | null {
  if (!/^[0-9a-f]{7,}$/.test(beginning)) return null;
  const [only = null, ...others] = readSnapshotCommits(folders).filter((commit) => commit.startsWith(beginning));
  return others.length === 0 ? only : null;
}

/** Commits that have a snapshot folder. */
export function readSnapshotCommits({ snapshots }: RepositoryFolders): string[] {
  return readEntries(snapshots)
    .filter((entry) => entry.isDirectory() && commitPattern.test(entry.name))
    .map(({ name }) => name);
}

export function readEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
