import { createId } from "../ids.ts";
import type { Character, Conversation } from "../model.ts";
import { settleInterrupted } from "../tree/settle-interrupted.ts";
import { ImportFailure } from "./import-failure.ts";
import { type FileContent, readJsonFile } from "./json-file.ts";
import { readMarkdownFile } from "./read-markdown.ts";

/** Reads any file the page has written, by its content. Throws ImportFailure. */
export function readFileContent(text: string): FileContent {
  // A mark of the byte order that some editors put before everything.
  const content = text.replace(/^\uFEFF/, "");
  if (/^\s*[{[]/.test(content)) return readJsonFile(content);
  if (/^<!-- hermes4:conversation /m.test(content)) return { conversations: readMarkdownFile(content), characters: [] };
  throw new ImportFailure(
    "This is no file of this page: expected the JSON or the Markdown that its export writes, with its comments.",
  );
}

/**
 * A conversation as it is added: null when the same is there already; with a new id when another one has its id. No answer of a file
 * runs.
 */
export function placeConversation(read: Conversation, present: Conversation | null): Conversation | null {
  const conversation = settleInterrupted(read, () => false);
  if (present === null) return conversation;
  return sameValue(conversation, present) ? null : { ...conversation, id: createId() };
}

export function placeCharacter(read: Character, present: Character | null): Character | null {
  if (present === null) return read;
  return sameValue(read, present) ? null : { ...read, id: createId() };
}

/** Whether two JSON values are equal, whatever the order of fields. */
function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  if (keys.length !== others.length || Array.isArray(a) !== Array.isArray(b)) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key as keyof typeof a], b[key as keyof typeof b]));
}
