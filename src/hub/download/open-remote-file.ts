import { HermesError } from "../../errors.ts";
import type { RepositoryFile } from "../api/read-repository.ts";
import { describeRefusal } from "../api/refusal.ts";
import { mayPass, PassingFailure, readRetryAfter } from "../api/retry.ts";
import { sendRequest, withoutQuery } from "../api/send-request.ts";
import type { HubSettings } from "../settings.ts";

/** Where a file comes from. */
export interface FileSource {
  readonly settings: HubSettings;
  readonly repository: string;
  /** Files are asked for by commit, so a push in the middle changes nothing. */
  readonly commit: string;
}

export interface RemoteBytes {
  readonly response: Response;
  /** Address for messages. */
  readonly url: string;
  /** Where the bytes begin: as asked, or 0 from a server that knows no ranges. */
  readonly offset: number;
}

/**
 * Asks for a file from `offset` on. Throws HermesError "hub-refused", "hub-unreachable", "hub-answer-invalid" or
 * "download-damaged", or a PassingFailure around one.
 */
export async function openRemoteFile(
  { settings, repository, commit }: FileSource,
  file: RepositoryFile,
  offset: number,
  signal: AbortSignal,
): Promise<RemoteBytes> {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  const url = `${settings.endpoint}/${repository}/resolve/${commit}/${path}`;
  // A compressed answer has other lengths and ranges than the file.
  const headers = { "accept-encoding": "identity", ...(offset === 0 ? {} : { range: `bytes=${offset}-` }) };
  const response = await sendRequest(settings, { url, headers, signal });
  if (response.ok) {
    const begin = response.status === 206 ? readRangeStart(response) : 0;
    checkHead(response, file, url, offset, begin);
    return { response, url, offset: begin };
  }
  const refusal = await describeRefusal(response, settings, { repository, revision: commit, file: file.path });
  // The signed address of a storage server expires; the hub gives a new one.
  const expired = !response.url.startsWith(`${new URL(settings.endpoint).origin}/`) && response.status === 403;
  throw expired || mayPass(response.status) ? new PassingFailure(refusal, readRetryAfter(response)) : refusal;
}

/** First byte of "bytes 100-199/200"; -1 where there is none. */
function readRangeStart(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? -1);
}

/** A page of a proxy or a file of another length is found out before it is written. */
function checkHead(response: Response, file: RepositoryFile, url: string, asked: number, begin: number): void {
  const type = response.headers.get("content-type") ?? "";
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  const remaining = file.byteLength - begin;
  if (begin !== asked && begin !== 0) {
    throw unexpected(url, `a range from ${asked}`, `content-range ${response.headers.get("content-range")}`);
  }
  if (type.startsWith("text/html") && length !== remaining && !/\.html?$/.test(file.path)) {
    throw unexpected(url, `${remaining} bytes of ${file.path}`, `a page (${type})`);
  }
  if (!Number.isNaN(length) && length !== remaining && response.headers.get("content-encoding") === null) {
    throw damaged(file, `${remaining} bytes from ${begin} on`, `${length} bytes`);
  }
}

function unexpected(url: string, expected: string, found: string): HermesError<"hub-answer-invalid"> {
  const address = withoutQuery(url);
  return new HermesError(
    "hub-answer-invalid",
    `${address} answered with ${found}, expected ${expected}: check HF_ENDPOINT, and whether this network answers with a sign-in page`,
    { url: address, expected, found },
  );
}

export function damaged(file: RepositoryFile, expected: string, found: string): HermesError<"download-damaged"> {
  return new HermesError(
    "download-damaged",
    `${file.path} is not what the hub announced: expected ${expected}, got ${found}. Nothing of it was kept; run the command again, and if it stays, something between here and the hub changes files.`,
    { file: file.path, expected, found },
  );
}
