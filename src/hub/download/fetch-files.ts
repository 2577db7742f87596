import { statSync } from "node:fs";
import { join } from "node:path";
import type { RepositoryFile } from "../api/read-repository.ts";
import { partPath, type RepositoryFolders } from "../cache/layout.ts";
import type { PullEvent } from "../pull-event.ts";
import { downloadFile, isWhole } from "./download-file.ts";
import { forEachBounded } from "./for-each-bounded.ts";
import type { FileSource } from "./open-remote-file.ts";

export interface FetchFilesOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: PullEvent) => void;
  /** Files at a time. */
  readonly parallel: number;
  readonly retryDelayMs: number | undefined;
}

/** Fetches the blobs of files that are not there yet. Throws as `downloadFile` does. */
export async function fetchFiles(
  source: FileSource,
  files: readonly RepositoryFile[],
  { blobs }: RepositoryFolders,
  { signal, onEvent, parallel, retryDelayMs }: FetchFilesOptions,
): Promise<void> {
  const unique = uniqueBlobs(files);
  const received = new Map<string, number>();
  const totalBytes = sumBytes(unique);
  await forEachBounded(unique, parallel, signal, async (file, common) => {
    const paths = { blobPath: join(blobs, file.id), partPath: partPath(blobs, file.id) };
    await downloadFile(source, file, paths, {
      signal: common,
      retryDelayMs,
      onBytes: (bytes) => {
        received.set(file.id, bytes);
        const receivedBytes = [...received.values()].reduce((sum, value) => sum + value, 0);
        onEvent({ type: "progress", receivedBytes, totalBytes });
      },
      onRetry: (error, delayMs) => onEvent({ type: "retry", what: file.path, reason: error.message, delayMs }),
    });
    onEvent({ type: "file", path: file.path, byteLength: file.byteLength });
  });
}

/** Bytes still to be fetched: of files that are not whole, less what is there of them. */
export function countMissingBytes({ blobs }: RepositoryFolders, files: readonly RepositoryFile[]): number {
  const missing = uniqueBlobs(files).filter((file) => !isWhole(join(blobs, file.id), file));
  return missing.reduce((sum, { id, byteLength }) => {
    const begun = statSync(partPath(blobs, id), { throwIfNoEntry: false })?.size ?? 0;
    return sum + Math.max(0, byteLength - begun);
  }, 0);
}

export function sumBytes(files: readonly RepositoryFile[]): number {
  return files.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Two paths with the same content are one blob. */
function uniqueBlobs(files: readonly RepositoryFile[]): RepositoryFile[] {
  return [...new Map(files.map((file) => [file.id, file])).values()];
}
