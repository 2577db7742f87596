/**
 * For tests only: a hub on this computer. It speaks what a pull uses of the Hugging Face API: model information, the file tree in pages,
 * `resolve` that answers small files itself and sends large ones to a storage server of another origin, ranges, gates and error
 * codes. Faults are told per file and request.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { answerFile, type Fault } from "./answer-file.ts";
import { contentId, type TestFile, type TestRepository } from "./hub-files.ts";

export interface HubServer {
  /** For HF_ENDPOINT. */
  readonly endpoint: string;
  /** Origin of the storage server. */
  readonly storage: string;
  /** By name; may be changed between requests. */
  readonly repositories: Map<string, TestRepository>;
  /** What goes wrong with a file's next requests, one a request; "api" is the model information, "tree" the list of files. */
  readonly faults: Map<string, Fault[]>;
  /** All requests that came, in order. */
  readonly requests: SeenRequest[];
}

export interface SeenRequest {
  readonly server: "hub" | "storage";
  readonly path: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

/** The token that opens gated and hidden repositories. */
export const GOOD_TOKEN = "hf_good";
/** Entries of one page of the tree; the real one has 1,000. */
const PAGE = 5;

/** A server that stops when the test ends. */
export async function startHubServer(repositories: Readonly<Record<string, TestRepository>>): Promise<HubServer> {
  const requests: SeenRequest[] = [];
  const faults = new Map<string, Fault[]>();
  const state = { repositories: new Map(Object.entries(repositories)), faults, requests };
  const see = (server: SeenRequest["server"], { url = "", headers }: IncomingMessage) =>
    requests.push({ server, path: url, authorization: headers.authorization, range: headers.range });
  const storage = await listen((request, response) => {
    see("storage", request);
    answerStored(state, request, response);
  });
  const hub: HubServer = {
    ...state,
    storage,
    endpoint: await listen((request, response) => {
      see("hub", request);
      answerHub(hub, request, response);
    }),
  };
  return hub;
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerHub(hub: HubServer, request: IncomingMessage, response: ServerResponse): ServerResponse {
  const url = new URL(request.url ?? "", hub.endpoint);
  const api = /^\/api\/models\/(.+?)\/(revision|tree|paths-info)\/([^/]+)$/.exec(url.pathname);
  const file = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname);
  const [, name = "", kind, revision = "", path = ""] = api ?? [undefined, file?.[1], "resolve", file?.[2], file?.[3]];
  const fault = hub.faults.get(kind === "revision" ? "api" : kind === "tree" ? "tree" : "")?.shift();
  if (fault !== undefined) return answerFile(response, request, new Uint8Array(), fault);
  const { authorization } = request.headers;
  if (authorization !== undefined && authorization !== `Bearer ${GOOD_TOKEN}` && authorization !== "Bearer hf_other") {
    return refuse(response, 401, null, "Invalid credentials in Authorization header");
  }
  const repository = hub.repositories.get(name);
  const mayRead = authorization === `Bearer ${GOOD_TOKEN}`;
  if (repository === undefined || (repository.hidden === true && !mayRead)) {
    const status = authorization === undefined ? 401 : 404;
    return refuse(
      response,
      status,
      "RepoNotFound",
      status === 401 ? "Invalid username or password." : "Repository not found",
    );
  }
  if (!["main", repository.commit, ...(repository.revisions ?? [])].includes(decodeURIComponent(revision))) {
    return refuse(response, 404, "RevisionNotFound", `Invalid rev id: ${revision}`);
  }
  if (kind === "revision") return sendJson(response, describe(name, repository));
  if (kind === "tree") return answerTree(hub, url, repository, response);
  if (kind === "paths-info") return answerPathsInfo(repository, request, response);
  if (repository.gated === true && !mayRead) {
    const said = `Access to model ${name} is restricted. You must ${authorization === undefined ? "have access to it and be authenticated" : "be in the authorized list"}.`;
    return refuse(response, authorization === undefined ? 401 : 403, "GatedRepo", said);
  }
  return answerResolve(hub, repository, decodeURIComponent(path), request, response);
}

function describe(name: string, { commit, card, gated }: TestRepository): unknown {
  return {
    _id: "65a",
    id: name,
    sha: commit,
    private: false,
    gated: gated === true ? "manual" : false,
    downloads: 1,
    likes: 1,
    lastModified: "2026-01-09T00:00:00.000Z",
    cardData: card,
  };
}

function answerTree(hub: HubServer, url: URL, { files }: TestRepository, response: ServerResponse): ServerResponse {
  const entries = [
    ...[
      ...new Set(Object.keys(files).flatMap((path) => (path.includes("/") ? [path.slice(0, path.indexOf("/"))] : []))),
    ].map((path) => ({ type: "directory", oid: "0".repeat(40), size: 0, path })),
    ...Object.entries(files).map(([path, file]) => describeEntry(path, file)),
  ];
  const from = Number(url.searchParams.get("cursor") ?? 0);
  const next = new URL(url);
  next.searchParams.set("cursor", String(from + PAGE));
  if (from + PAGE < entries.length)
    response.setHeader("link", `<${hub.endpoint}${next.pathname}${next.search}>; rel="next"`);
  return sendJson(response, entries.slice(from, from + PAGE));
}

/** Not used by a pull, but by the download functions of Hugging Face's own library. */
function answerPathsInfo(
  { commit, files }: TestRepository,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  request.setEncoding("utf8").once("data", (body: string) => {
    const { paths } = JSON.parse(body) as { paths: string[] };
    const lastCommit = { id: commit, title: "a commit", date: "2026-01-09T00:00:00.000Z" };
    const known = paths.flatMap((path) => (files[path] === undefined ? [] : [describeEntry(path, files[path])]));
    sendJson(
      response,
      known.map((entry) => ({ ...entry, lastCommit })),
    );
  });
  return response;
}

function describeEntry(path: string, file: TestFile): Readonly<Record<string, unknown>> {
  const size = file.listedBytes ?? file.bytes.length;
  if (!file.large) return { type: "file", oid: contentId(file), size, path };
  const lfs = { oid: contentId(file), size, pointerSize: 134 };
  return { type: "file", oid: "1".repeat(40), size, lfs, xetHash: "2".repeat(64), path };
}

function answerResolve(
  hub: HubServer,
  { commit, files }: TestRepository,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (file === undefined) return refuse(response, 404, "EntryNotFound", "Entry not found");
  response.setHeader("x-repo-commit", commit);
  response.setHeader("etag", `"${contentId(file)}"`);
  if (!file.large) return answerFile(response, request, file.bytes, hub.faults.get(path)?.shift());
  response.setHeader("x-linked-size", file.bytes.length);
  response.setHeader("x-linked-etag", `"${contentId(file)}"`);
  response.setHeader("location", `${hub.storage}/${contentId(file)}?name=${encodeURIComponent(path)}&signature=secret`);
  return response.writeHead(302).end(`Found. Redirecting to ${hub.storage}`);
}

function answerStored(
  { repositories, faults }: Pick<HubServer, "repositories" | "faults">,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const url = new URL(request.url ?? "", "http://storage");
  const all = [...repositories.values()].flatMap(({ files }) => Object.values(files));
  const file = all.find((candidate) => candidate.large && url.pathname === `/${contentId(candidate)}`);
  if (file === undefined) return response.writeHead(404).end();
  response.setHeader("etag", `"${contentId(file)}"`);
  return answerFile(response, request, file.bytes, faults.get(url.searchParams.get("name") ?? "")?.shift());
}

function sendJson(response: ServerResponse, value: unknown): ServerResponse {
  response.setHeader("content-type", "application/json; charset=utf-8");
  return response.end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, code: string | null, message: string): ServerResponse {
  if (code !== null) response.setHeader("x-error-code", code);
  response.setHeader("x-error-message", message);
  response.statusCode = status;
  return sendJson(response, { error: message });
}
