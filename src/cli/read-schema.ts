import { HermesError, isHermesError } from "../errors.ts";
import { parseJson } from "../grammar/index.ts";
import { readUserFile, withoutMark } from "./read-input.ts";

/** The text of a schema file, which keeps every digit. Throws file-missing, and schema-invalid for what is no JSON. */
export async function readSchemaFile(path: string): Promise<string> {
  const text = withoutMark(await readUserFile(path, "the schema"));
  try {
    parseJson(text);
  } catch (cause) {
    if (!isHermesError(cause)) throw cause;
    throw new HermesError(cause.code, `the schema file ${path}: ${cause.message}`, cause.facts, { cause });
  }
  return text;
}
