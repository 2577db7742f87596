import { createHash, randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { HermesError } from "../../errors.ts";
import type { StoredKey } from "../../server/index.ts";

/** Marks a key of ours wherever it turns up, so that it can be searched for. */
const KEY_PREFIX = "hermes-";
/** 256 bits: nobody guesses them, so a plain SHA-256 is enough to keep them. */
const KEY_BYTES = 32;
/** Bits of a mode that let the group write, or anybody do anything. */
const OPEN_TO_OTHERS = 0o027;
const STORED_KEY = /^(?<name>[\w.@-]{1,64})\s+sha256:(?<sha256>[0-9a-f]{64})$/;

/** A new random key, and what may be kept of it. */
export function createKey(name: string): { readonly key: string; readonly stored: StoredKey } {
  const key = KEY_PREFIX + randomBytes(KEY_BYTES).toString("base64url");
  return { key, stored: { name, sha256: createHash("sha256").update(key).digest("hex") } };
}

/** A name as it may stand in a key file. Throws HermesError "usage". */
export function checkKeyName(name: string): string {
  if (/^[\w.@-]{1,64}$/.test(name)) return name;
  const message = `The name "${name}" does not fit; expected at most 64 letters, digits, dots, @, - and _.`;
  throw new HermesError("usage", message, { argument: "name" });
}

/**
 * Keys as they are kept: "NAME sha256:HASH", one a line; empty lines and lines that begin with # count for nothing. `source` is told in
 * errors, the text is not, as it may be a key. Throws HermesError "config-invalid".
 */
export function parseKeys(text: string, source: string): readonly StoredKey[] {
  const lines = text.split("\n").map((line) => line.trim());
  const keys = lines.flatMap((line, index): StoredKey[] => {
    if (line === "" || line.startsWith("#")) return [];
    const { name, sha256 } = STORED_KEY.exec(line)?.groups ?? {};
    if (name !== undefined && sha256 !== undefined) return [{ name, sha256 }];
    const message = `${source}, line ${index + 1}: expected "NAME sha256:HASH", as hermes key new writes it; keys themselves are not kept.`;
    throw new HermesError("config-invalid", message, { path: source });
  });
  const twice = keys.find(({ name }, index) => keys.findIndex((other) => other.name === name) < index);
  if (twice === undefined) return keys;
  throw new HermesError("config-invalid", `${source}: there are two keys named ${twice.name}. Rename one.`, {
    path: source,
  });
}

/**
 * The keys of a file. Throws HermesError "file-missing", and "config-invalid" for a file without keys, with other content, or that
 * everybody on this computer may read or others may write.
 */
export function readKeyFile(path: string): readonly StoredKey[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const message = `cannot read the keys from ${path}: ${(cause as Error).message}. Make a key with: hermes key new --file ${path}`;
    throw new HermesError("file-missing", message, { path }, { cause });
  }
  checkMode(path);
  const keys = parseKeys(text, path);
  if (keys.length > 0) return keys;
  const message = `${path} holds no key. Make one with: hermes key new --file ${path}`;
  throw new HermesError("config-invalid", message, { path });
}

/** Readable by a group is fine: containers hand over secrets that way. Windows has no such bits. */
function checkMode(path: string): void {
  const mode = statSync(path).mode & 0o777;
  if (process.platform === "win32" || (mode & OPEN_TO_OTHERS) === 0) return;
  const message = `${path} can be read or changed by others (mode ${mode.toString(8)}). Keep it to yourself: chmod 600 ${path}`;
  throw new HermesError("config-invalid", message, { path });
}

/** Adds a key to a file, which is made for its owner alone where there is none. Throws as `readKeyFile`, and "usage" for a name that is taken. */
export function addKey(path: string, { name, sha256 }: StoredKey): void {
  const line = `${name} sha256:${sha256}\n`;
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    appendFileSync(path, line, { mode: 0o600 });
    return;
  }
  checkMode(path);
  const text = readFileSync(path, "utf8");
  if (parseKeys(text, path).some((key) => key.name === name)) {
    const message = `${path} has a key named ${name} already; give another --name, or remove its line.`;
    throw new HermesError("usage", message, { argument: "name" });
  }
  appendFileSync(path, text === "" || text.endsWith("\n") ? line : `\n${line}`);
}
