import { statSync } from "node:fs";
import { join } from "node:path";
import type { RepositoryFile } from "../api/read-repository.ts";
import { partPath, type RepositoryFolders } from "../cache/layout.ts";
import { type PullEvent, retryEvent } from "../pull-event.ts";
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
  // What is here counts from the beginning, or the first steps would look fast.
  const received = new Map(unique.map((file) => [file.id, countPresentBytes(blobs, file)]));
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
      onRetry: (error, delayMs) => onEvent(retryEvent(file.path, error, delayMs)),
    });
    onEvent({ type: "file", path: file.path, byteLength: file.byteLength });
  });
}

/** Bytes still to be fetched: of files that are not whole, less what is there of them. */
export function countMissingBytes({ blobs }: RepositoryFolders, files: readonly RepositoryFile[]): number {
  return uniqueBlobs(files).reduce((sum, file) => sum + file.byteLength - countPresentBytes(blobs, file), 0);
}

/** A part that is longer than the file is none of it. */
function countPresentBytes(blobs: string, file: RepositoryFile): number {
  if (isWhole(join(blobs, file.id), file)) return file.byteLength;
  const begun = statSync(partPath(blobs, file.id), { throwIfNoEntry: false })?.size ?? 0;
  return begun > file.byteLength ? 0 : begun;
}

export function sumBytes(files: readonly RepositoryFile[]): number {
  return files.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Two paths with the same content are one blob. */
function uniqueBlobs(files: readonly RepositoryFile[]): RepositoryFile[] {
  return [...new Map(files.map((file) => [file.id, file])).values()];
}
