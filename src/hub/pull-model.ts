import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { HermesError } from "../errors.ts";
import { type Repository, type RepositoryFile, readRepository } from "./api/read-repository.ts";
import { checkDiskSpace } from "./cache/disk-space.ts";
import { partPath, type RepositoryFolders, repositoryFolders } from "./cache/layout.ts";
import { withLock } from "./cache/lock.ts";
import { readEntries } from "./cache/read-snapshot.ts";
import { checkFilePaths } from "./cache/safe-path.ts";
import { writeRef, writeSnapshot } from "./cache/write-snapshot.ts";
import { chooseFiles } from "./choose/choose-files.ts";
import { downloadFile } from "./download/download-file.ts";
import { forEachBounded } from "./download/for-each-bounded.ts";
import type { Licence } from "./licences.ts";
import { parseModelReference } from "./reference.ts";
import type { HubSettings } from "./settings.ts";

/** What happens during a pull. */
export type PullEvent =
  | {
      readonly type: "plan";
      readonly commit: string;
      readonly files: number;
      readonly totalBytes: number;
      readonly missingBytes: number;
    }
  | { readonly type: "wait"; readonly processId: number; readonly host: string }
  | { readonly type: "progress"; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly type: "retry"; readonly what: string; readonly reason: string; readonly delayMs: number }
  | { readonly type: "file"; readonly path: string; readonly byteLength: number };

export interface PullOptions {
  readonly settings: HubSettings;
  /** Globs in place of the default choice of files. */
  readonly include?: readonly string[];
  /** Asked before the first download of a repository; anything but true ends the pull. */
  readonly acceptLicence: (repository: string, licence: Licence, downloadBytes: number) => Promise<boolean>;
  readonly onEvent?: (event: PullEvent) => void;
  readonly signal?: AbortSignal;
  /** Files fetched at a time. */
  readonly parallel?: number;
}

export interface PulledModel {
  readonly repository: string;
  readonly commit: string;
  readonly folder: string;
  readonly totalBytes: number;
  readonly fetchedBytes: number;
}

/** More connections than this only make a hub slow down the caller. */
const DEFAULT_PARALLEL = 4;

/**
 * Fetches a model (alias, ORG/NAME, with @REVISION and :QUANTIZATION) into the cache, or what is missing of it. The snapshot appears
 * when all its files are there and checked; a cut, an abort or a crash leaves parts that the next pull goes on from.
 * Throws HermesError "usage", "unsupported", "licence-not-accepted", "disk-full", "download-damaged", "hub-refused",
 * "hub-unreachable" or "hub-answer-invalid", and the signal's reason.
 */
export async function pullModel(name: string, options: PullOptions): Promise<PulledModel> {
  const reference = parseModelReference(name);
  const { settings, signal = new AbortController().signal, onEvent = () => undefined } = options;
  if (settings.offline) throw offline(name);
  const retry = (what: string) => (error: Error, delayMs: number) =>
    onEvent({ type: "retry", what, reason: error.message, delayMs });
  const repository = await readRepository(reference, settings, { signal, onRetry: retry(reference.repository) });
  const files = chooseFiles(repository, { quantization: reference.quantization, include: options.include });
  checkFilePaths(
    files.map(({ path }) => path),
    `${settings.endpoint}/${repository.name}`,
  );
  const folders = repositoryFolders(settings.cacheFolder, repository.name);
  const totalBytes = sumBytes(files);
  const missingBytes = countMissingBytes(folders, files);
  onEvent({ type: "plan", commit: repository.commit, files: files.length, totalBytes, missingBytes });
  if (missingBytes > 0) await askLicence(repository, folders, missingBytes, options);
  const onWait = ({ processId, host }: { processId: number; host: string }) =>
    onEvent({ type: "wait", processId, host });
  return withLock(folders.lock, { signal, onWait }, async (held) => {
    // Another process may have fetched some of it meanwhile.
    const neededBytes = countMissingBytes(folders, files);
    checkDiskSpace(settings.cacheFolder, neededBytes);
    await fetchFiles(repository, files, folders, { ...options, signal: held, onEvent });
    const folder = await writeSnapshot(folders, repository.commit, files);
    await writeRef(folders, repository.revision, repository.commit);
    return { repository: repository.name, commit: repository.commit, folder, totalBytes, fetchedBytes: neededBytes };
  });
}

async function fetchFiles(
  repository: Repository,
  files: readonly RepositoryFile[],
  folders: RepositoryFolders,
  {
    settings,
    signal,
    onEvent,
    parallel = DEFAULT_PARALLEL,
  }: PullOptions & Required<Pick<PullOptions, "signal" | "onEvent">>,
): Promise<void> {
  const source = { settings, repository: repository.name, commit: repository.commit };
  // Two paths with the same content are one blob.
  const unique = [...new Map(files.map((file) => [file.id, file])).values()];
  const received = new Map<string, number>();
  const totalBytes = sumBytes(unique);
  await forEachBounded(unique, parallel, signal, async (file, common) => {
    const paths = { blobPath: join(folders.blobs, file.id), partPath: partPath(folders.blobs, file.id) };
    await downloadFile(source, file, paths, {
      signal: common,
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

/** Whoever fetched something of a repository before has seen its licence. */
async function askLicence(
  { name, licence }: Repository,
  { blobs }: RepositoryFolders,
  downloadBytes: number,
  { acceptLicence }: PullOptions,
): Promise<void> {
  if (readEntries(blobs).length > 0 || (await acceptLicence(name, licence, downloadBytes))) return;
  throw new HermesError(
    "licence-not-accepted",
    `${name} was not fetched: its licence (${licence.name}, ${licence.url}) was not accepted. Read it, and accept it with --yes.`,
    { repository: name, licence: licence.id ?? licence.name },
  );
}

/** Bytes still to be fetched: whole files that are not there, less what is there of them. */
function countMissingBytes({ blobs }: RepositoryFolders, files: readonly RepositoryFile[]): number {
  const unique = new Map(files.map((file) => [file.id, file])).values();
  return [...unique].reduce((sum, { id, byteLength }) => {
    if (existsSync(join(blobs, id))) return sum;
    const begun = statSync(partPath(blobs, id), { throwIfNoEntry: false })?.size ?? 0;
    return sum + Math.max(0, byteLength - begun);
  }, 0);
}

function sumBytes(files: readonly RepositoryFile[]): number {
  return files.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function offline(name: string): HermesError {
  return new HermesError(
    "usage",
    `HF_HUB_OFFLINE is set, so ${name} cannot be fetched: unset it, or use a model that is here (hermes list)`,
    { argument: "HF_HUB_OFFLINE" },
  );
}
