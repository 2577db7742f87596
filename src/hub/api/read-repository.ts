import { aliases, aliasOf } from "../aliases.ts";
import { commitPattern } from "../cache/layout.ts";
import { describeLicence, type Licence } from "../licences.ts";
import { printable } from "../printable.ts";
import { DEFAULT_REVISION, type ModelReference } from "../reference.ts";
import type { HubSettings } from "../settings.ts";
import { createApiFetch, invalid } from "./api-fetch.ts";
import type { RetryOptions } from "./retry.ts";

/** How the content of a file is named: the SHA-256 of its bytes, or git's SHA-1 of small files. */
export type ContentHash = "sha256" | "git-sha1";

export interface RepositoryFile {
  /** Path in the repository, "/" between its parts; not yet known to be harmless. */
  readonly path: string;
  readonly byteLength: number;
  readonly hash: ContentHash;
  /** The hash as lowercase hexadecimal digits; names the blob in the cache. */
  readonly id: string;
}

/** A repository at one commit. */
export interface Repository {
  readonly name: string;
  readonly revision: string;
  readonly commit: string;
  readonly licence: Licence;
  readonly files: readonly RepositoryFile[];
}

/**
 * What the hub says of a repository: commit, licence, all files.
 * Throws HermesError "hub-refused", "hub-unreachable" or "hub-answer-invalid".
 */
export async function readRepository(
  { repository, revision = DEFAULT_REVISION }: ModelReference,
  settings: HubSettings,
  options: RetryOptions,
): Promise<Repository> {
  const url = `${settings.endpoint}/api/models/${repository}`;
  const fetch = createApiFetch(settings, { repository, revision }, options);
  try {
    const { commit, cardData } = await readInfo(repository, revision, settings.endpoint, fetch);
    const files = await readFiles(repository, commit, settings.endpoint, fetch);
    const licence = readLicence(cardData, repository, `${settings.endpoint}/${repository}`);
    return { name: repository, revision, commit, licence, files };
  } catch (error) {
    // The library trusts the shape of what it gets and fails in the middle of it.
    throw error instanceof TypeError ? invalid(url, "JSON of another kind", error) : error;
  }
}

async function readInfo(
  name: string,
  revision: string,
  hubUrl: string,
  fetch: typeof globalThis.fetch,
): Promise<{ readonly commit: string; readonly cardData: unknown }> {
  // Imported here: the library is large, and nothing but a pull needs it.
  const { modelInfo } = await import("@huggingface/hub");
  const { sha, cardData } = await modelInfo({ name, revision, hubUrl, fetch, additionalFields: ["sha", "cardData"] });
  const commit = String(sha);
  if (!commitPattern.test(commit)) throw invalid(`${hubUrl}/api/models/${name}`, `the commit "${printable(commit)}"`);
  return { commit, cardData };
}

async function readFiles(
  name: string,
  revision: string,
  hubUrl: string,
  fetch: typeof globalThis.fetch,
): Promise<RepositoryFile[]> {
  const { listFiles } = await import("@huggingface/hub");
  const files: RepositoryFile[] = [];
  for await (const entry of listFiles({ repo: { type: "model", name }, revision, recursive: true, hubUrl, fetch })) {
    if (entry.type === "file") files.push(readEntry(entry, `${hubUrl}/api/models/${name}/tree`));
  }
  return files;
}

/** The library passes on what it got, so nothing of it is taken for granted. */
function readEntry(entry: unknown, url: string): RepositoryFile {
  const { path, oid, lfs } = entry as Readonly<Record<string, unknown>>;
  const large = lfs !== null && typeof lfs === "object" ? (lfs as Readonly<Record<string, unknown>>) : null;
  const size = large === null ? (entry as { size?: unknown }).size : large.size;
  const hash: ContentHash = large === null ? "git-sha1" : "sha256";
  const id = String(large === null ? oid : large.oid).replace(/^sha256:/, "");
  if (typeof path !== "string" || !Number.isSafeInteger(size) || Number(size) < 0 || !idPatterns[hash].test(id)) {
    throw invalid(url, `a file entry without a path, a size and a hash: ${printable(JSON.stringify(entry))}`);
  }
  return { path, byteLength: Number(size), hash, id };
}

const idPatterns: Readonly<Record<ContentHash, RegExp>> = { sha256: /^[0-9a-f]{64}$/, "git-sha1": /^[0-9a-f]{40}$/ };

/** A card that names no licence leaves what the table of aliases knows. */
function readLicence(cardData: unknown, repository: string, cardUrl: string): Licence {
  const card = cardData !== null && typeof cardData === "object" ? (cardData as Readonly<Record<string, unknown>>) : {};
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const first = Array.isArray(card.license) ? card.license[0] : card.license;
  return describeLicence(
    text(first) ?? aliases[aliasOf(repository) ?? ""]?.licence ?? null,
    cardUrl,
    text(card.license_name),
    text(card.license_link),
  );
}
