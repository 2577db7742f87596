import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { dataHeaders, pageHeaders } from "../security/security-headers.ts";
import { mediaTypeOf } from "./media-types.ts";

/** The files of the chat page. */
export interface PageFiles {
  /** Null when there is no such file. */
  answer(path: string, headers: Headers): Promise<Response | null>;
}

interface PageFile {
  readonly path: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

const HINT = "Hermes is served here: see /openapi.json for its routes. This server has no chat page.\n";
/** Builders put a hash of the content into these names. */
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * The files are listed once: a path that is not in the list names nothing, whatever it is spelled like.
 * Throws what node:fs throws when the folder cannot be read.
 */
export function createPageFiles(folder: string | null): PageFiles {
  if (folder === null) return { answer: async (path) => (path === "/" ? hint() : null) };
  const files = new Map<string, PageFile>();
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const name = relative(folder, path).split(sep).join("/");
    files.set(`/${name}`, describe(path, name));
    if (name === "index.html") files.set("/", describe(path, name));
  }
  return {
    async answer(path, headers) {
      const file = files.get(path);
      if (file === undefined) return null;
      if (headers.get("if-none-match") === file.etag) return new Response(null, { status: 304, headers: file.headers });
      return new Response(await readFile(file.path), { headers: file.headers });
    },
  };
}

function describe(path: string, name: string): PageFile {
  const { size, mtimeMs } = statSync(path);
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  const cache = HASHED.test(name) ? `public, max-age=${YEAR_SECONDS}, immutable` : "no-cache";
  return { path, etag, headers: { ...pageHeaders, "content-type": mediaTypeOf(name), "cache-control": cache, etag } };
}

function hint(): Response {
  return new Response(HINT, { headers: { ...dataHeaders, "content-type": "text/plain; charset=utf-8" } });
}
