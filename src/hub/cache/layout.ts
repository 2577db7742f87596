import { join } from "node:path";

/**
 * Folders of one repository in the cache, as Hugging Face's tools lay them out:
 * blobs/ID holds bytes, snapshots/COMMIT/PATH links to them, refs/REVISION holds a commit.
 */
export interface RepositoryFolders {
  readonly root: string;
  readonly blobs: string;
  readonly refs: string;
  readonly snapshots: string;
  /** Held while files are fetched or removed. */
  readonly lock: string;
}

/** A whole commit identifier, which a revision may be. */
export const commitPattern: RegExp = /^[0-9a-f]{40}$/;

const prefix = "models--";

export function repositoryFolders(cacheFolder: string, repository: string): RepositoryFolders {
  const name = `${prefix}${repository.replaceAll("/", "--")}`;
  const root = join(cacheFolder, name);
  return {
    root,
    blobs: join(root, "blobs"),
    refs: join(root, "refs"),
    snapshots: join(root, "snapshots"),
    lock: join(cacheFolder, ".locks", name, "hermes.lock"),
  };
}

/** The repository of a folder name, or null when it is not a model's. */
export function repositoryOfFolder(folderName: string): string | null {
  return folderName.startsWith(prefix) ? folderName.slice(prefix.length).replace("--", "/") : null;
}

/**
 * Bytes that are still being fetched. Not the ".incomplete" of other tools: they lock with flock, which Node cannot see, and two
 * writers of one file would mix their bytes. The finished file is moved into place in one step, so the results never collide.
 */
export function partPath(blobs: string, id: string): string {
  return join(blobs, `${id}.hermes-part`);
}
