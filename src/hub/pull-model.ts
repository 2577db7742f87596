import { HermesError } from "../errors.ts";
import { type Repository, type RepositoryFile, readRepository } from "./api/read-repository.ts";
import { checkDiskSpace } from "./cache/disk-space.ts";
import { type RepositoryFolders, repositoryFolders } from "./cache/layout.ts";
import { withLock } from "./cache/lock.ts";
import { findMissingFiles } from "./cache/missing-files.ts";
import { readEntries, readSnapshotFiles } from "./cache/read-snapshot.ts";
import { checkFilePaths } from "./cache/safe-path.ts";
import { writeRef, writeSnapshot } from "./cache/write-snapshot.ts";
import { chooseFiles } from "./choose/choose-files.ts";
import { countMissingBytes, fetchFiles, sumBytes } from "./download/fetch-files.ts";
import type { Licence } from "./licences.ts";
import { type PullEvent, retryEvent } from "./pull-event.ts";
import { type ModelReference, parseModelReference } from "./reference.ts";
import type { HubSettings } from "./settings.ts";

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
  /** First pause before another try, in milliseconds. */
  readonly retryDelayMs?: number;
}

export interface PulledModel {
  readonly repository: string;
  readonly commit: string;
  readonly folder: string;
  readonly totalBytes: number;
  readonly fetchedBytes: number;
  /** What an engine of ours would still miss, as after a pull of some files only. */
  readonly missing: readonly string[];
}

/** More connections than this only make a hub slow down the caller. */
const DEFAULT_PARALLEL = 4;

/**
 * Fetches a model (alias, ORG/NAME, with @REVISION and :QUANTIZATION) into the cache, or what is missing of it. The snapshot appears
 * when all its files are there and checked; a cut, an abort or a crash leaves parts that the next pull goes on from.
 * Throws HermesError "usage", "unsupported", "licence-not-accepted", "disk-full", "download-damaged", "hub-refused",
 * "hub-unreachable", "hub-answer-invalid" or "cache-write-failed", and the signal's reason.
 */
export async function pullModel(name: string, options: PullOptions): Promise<PulledModel> {
  const reference = parseModelReference(name);
  const { settings, signal = new AbortController().signal, onEvent = () => undefined } = options;
  if (settings.offline) throw offline(name);
  const { repository, files } = await planPull(reference, { ...options, signal, onEvent });
  const folders = repositoryFolders(settings.cacheFolder, repository.name);
  const missingBytes = countMissingBytes(folders, files);
  const { commit, revision } = repository;
  const totalBytes = sumBytes(files);
  onEvent({ type: "plan", commit, files: files.length, totalBytes, missingBytes });
  if (missingBytes > 0) await askLicence(repository, folders, missingBytes, options);
  const onWait = ({ processId, host }: { processId: number; host: string }) =>
    onEvent({ type: "wait", processId, host });
  const { parallel = DEFAULT_PARALLEL, retryDelayMs } = options;
  try {
    return await withLock(folders.lock, { signal, onWait }, async (held) => {
      // Another process may have fetched some of it meanwhile.
      const fetchedBytes = countMissingBytes(folders, files);
      checkDiskSpace(settings.cacheFolder, fetchedBytes);
      const source = { settings, repository: repository.name, commit };
      await fetchFiles(source, files, folders, { signal: held, onEvent, parallel, retryDelayMs });
      const folder = await writeSnapshot(folders, commit, files);
      await writeRef(folders, revision, commit);
      const missing = findMissingFiles(folder, readSnapshotFiles(folder), reference.quantization);
      return { repository: repository.name, commit, folder, totalBytes, fetchedBytes, missing };
    });
  } catch (error) {
    throw nameUnwritable(error, settings.cacheFolder);
  }
}

/** What is in the repository, and which of it to fetch. */
async function planPull(
  reference: ModelReference,
  { settings, include, signal, onEvent, retryDelayMs }: PullOptions & Required<Pick<PullOptions, "signal" | "onEvent">>,
): Promise<{ readonly repository: Repository; readonly files: readonly RepositoryFile[] }> {
  const onRetry = (error: Error, delayMs: number) => onEvent(retryEvent(reference.repository, error, delayMs));
  const repository = await readRepository(reference, settings, { signal, onRetry, retryDelayMs });
  const files = chooseFiles(repository, { quantization: reference.quantization, include });
  const paths = files.map(({ path }) => path);
  checkFilePaths(paths, `${settings.endpoint}/${repository.name}`);
  return { repository, files };
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

function nameUnwritable(error: unknown, cacheFolder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "EACCES" && code !== "EROFS" && code !== "EPERM" && code !== "ENOTDIR") return error;
  return new HermesError(
    "cache-write-failed",
    `Models cannot be written to ${cacheFolder} (${code}): set HF_HOME to a folder that you may write to`,
    { path: cacheFolder },
    { cause: error },
  );
}

function offline(name: string): HermesError {
  return new HermesError(
    "usage",
    `HF_HUB_OFFLINE is set, so ${name} cannot be fetched: unset it, or use a model that is here (hermes list)`,
    { argument: "HF_HUB_OFFLINE" },
  );
}
