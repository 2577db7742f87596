import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { HermesError } from "../../errors.ts";
import { GgufFields } from "./gguf-fields.ts";
import type { GgufHead } from "./read-gguf-head.ts";

/** A model of more parts is a mistake: 10,000 of 50 GB would be the sum of all models there are. */
const MAX_PARTS = 10_000;

/**
 * The files of a model, the given one first. llama.cpp names parts `NAME-00001-of-00003.gguf` and opens the later ones by
 * itself (llama_split_path).
 * @throws HermesError "unsupported" for a later part alone, "file-missing" for a part that is not there.
 */
export function listParts(head: GgufHead): readonly string[] {
  const fields = new GgufFields(head);
  const { path } = head;
  const count = fields.optionalWhole("split.count") ?? 1;
  if (count <= 1) return [path];
  const number = (fields.optionalWhole("split.no") ?? 0) + 1;
  const stem = stemOf(basename(path), number, count);
  if (stem === null || count > MAX_PARTS) {
    const message = `${path}: the file is part ${number} of ${count}, but is not named so. Give it the name it was published with.`;
    throw new HermesError("file-invalid", message, { path });
  }
  const parts = Array.from({ length: count }, (_, index) => join(dirname(path), partName(stem, index + 1, count)));
  if (number !== 1) {
    const what = `part ${number} of ${count} of a GGUF model`;
    const message = `${path}: this is ${what}; a model is opened by its first part. Open ${parts[0]}.`;
    throw new HermesError("unsupported", message, { what, supported: ["the first part"] });
  }
  const missing = parts.filter((part) => statSync(part, { throwIfNoEntry: false })?.isFile() !== true);
  if (missing.length === 0) return parts;
  const names = missing.slice(0, 3).map((part) => basename(part));
  const message = `${path}: ${missing.length} of ${count} parts are missing beside it (${names.join(", ")}…). Download them too.`;
  throw new HermesError("file-missing", message, { path: missing[0]! });
}

function partName(stem: string, number: number, count: number): string {
  return `${stem}-${String(number).padStart(5, "0")}-of-${String(count).padStart(5, "0")}.gguf`;
}

/** What stands before the numbering; null where a file is not named as a part. */
function stemOf(name: string, number: number, count: number): string | null {
  const ending = partName("", number, count);
  return name.endsWith(ending) ? name.slice(0, -ending.length) : null;
}
