import { statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { readBody } from "../api/read-body.ts";
import type { RepositoryFile } from "../api/read-repository.ts";
import { withRetries } from "../api/retry.ts";
import { unreachable } from "../api/send-request.ts";
import { diskFull, readAvailableBytes } from "../cache/disk-space.ts";
import { damaged, type FileSource, openRemoteFile } from "./open-remote-file.ts";
import { PartialFile } from "./partial-file.ts";

export interface DownloadFileOptions {
  readonly signal: AbortSignal;
  /** Bytes of the file that are there now. */
  readonly onBytes: (receivedBytes: number) => void;
  readonly onRetry: (error: Error, delayMs: number) => void;
  /** First pause before another try, in milliseconds. */
  readonly retryDelayMs?: number | undefined;
}

/**
 * Fetches a file to `blobPath`, going on from what `partPath` holds. Its hash is checked before it gets its name, so a file at
 * `blobPath` is whole. A cut connection is taken up where it broke; an abort keeps what is there.
 * Throws HermesError "hub-refused", "hub-unreachable", "hub-answer-invalid", "download-damaged" or "disk-full".
 */
export async function downloadFile(
  source: FileSource,
  file: RepositoryFile,
  paths: { readonly blobPath: string; readonly partPath: string },
  options: DownloadFileOptions,
): Promise<void> {
  if (isWhole(paths.blobPath, file)) return options.onBytes(file.byteLength);
  await mkdir(dirname(paths.partPath), { recursive: true });
  const part = await PartialFile.open(paths.partPath, file, options.signal);
  try {
    let resumed = part.offset > 0;
    options.onBytes(part.offset);
    for (;;) {
      await fillUp(source, file, part, options);
      const digest = part.digest();
      if (digest === file.id) break;
      // What an earlier process left may be at fault (a crash, a full disk): the file gets one chance from the start.
      if (!resumed) {
        await part.discard();
        throw damaged(file, `${file.hash} ${file.id}`, digest);
      }
      resumed = false;
      await part.restart();
    }
    await part.moveTo(paths.blobPath);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    throw diskFull(paths.blobPath, file.byteLength - part.offset, readAvailableBytes(dirname(paths.blobPath)), error);
  } finally {
    await part.close();
  }
}

/** True when a blob is there with all its bytes. Its content was checked before it got this name. */
export function isWhole(blobPath: string, { byteLength }: RepositoryFile): boolean {
  return statSync(blobPath, { throwIfNoEntry: false })?.size === byteLength;
}

/** Fetches until all announced bytes are there, with retries. */
async function fillUp(
  source: FileSource,
  file: RepositoryFile,
  part: PartialFile,
  { signal, onBytes, onRetry, retryDelayMs }: DownloadFileOptions,
): Promise<void> {
  // A server without ranges starts over after every cut: only what was not there before counts as getting further.
  let furthest = part.offset;
  await withRetries({ signal, onRetry, retryDelayMs }, async (cameFurther) => {
    if (part.offset === file.byteLength) return;
    const { response, url, offset } = await openRemoteFile(source, file, part.offset, signal);
    if (offset !== part.offset) await part.restart();
    for await (const chunk of readBody(response, url, signal, source.settings.timeoutMs)) {
      if (part.offset + chunk.length > file.byteLength) {
        await part.discard();
        throw damaged(file, `${file.byteLength} bytes`, "more");
      }
      await part.append(chunk);
      onBytes(part.offset);
      if (part.offset > furthest) cameFurther();
      furthest = Math.max(furthest, part.offset);
    }
    if (part.offset < file.byteLength) throw unreachable(url, "the connection ended early");
  });
}
