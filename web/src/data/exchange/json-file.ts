import { z } from "zod";
import type { Character, Conversation } from "../model.ts";
import { characterForm, conversationForm } from "./conversation-form.ts";
import { ImportFailure, readForm } from "./import-failure.ts";

/** What a file holds. */
export interface FileContent {
  readonly conversations: readonly Conversation[];
  readonly characters: readonly Character[];
}

const conversationsFormat = "hermes4-conversations";
const charactersFormat = "hermes4-characters";
/** Of both formats; a later one says what changed. */
export const fileVersion = 1;

export function renderConversationsJson(conversations: readonly Conversation[]): string {
  return render({ format: conversationsFormat, version: fileVersion, conversations });
}

export function renderCharactersJson(characters: readonly Character[]): string {
  return render({ format: charactersFormat, version: fileVersion, characters });
}

function render(file: object): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

const headForm = z.object({ format: z.enum([conversationsFormat, charactersFormat]), version: z.number() });

const fileForm = z.discriminatedUnion("format", [
  z.strictObject({
    format: z.literal(conversationsFormat),
    version: z.number(),
    conversations: z.array(conversationForm),
  }),
  z.strictObject({ format: z.literal(charactersFormat), version: z.number(), characters: z.array(characterForm) }),
]);

/** Throws ImportFailure. */
export function readJsonFile(text: string): FileContent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ImportFailure(`The file begins as JSON but is none: ${(cause as Error).message}.`, { cause });
  }
  const head = headForm.safeParse(value);
  if (!head.success) {
    throw new ImportFailure(
      `This is no file of this page: expected JSON with "format": "${conversationsFormat}" or "${charactersFormat}".`,
    );
  }
  requireVersion(head.data.version);
  const file = readForm(fileForm, value, "file");
  if (file.format === conversationsFormat) return { conversations: file.conversations, characters: [] };
  return { conversations: [], characters: file.characters };
}

/** Throws ImportFailure for a form that this page does not know. */
export function requireVersion(version: number): void {
  if (version === fileVersion) return;
  throw new ImportFailure(
    `The file has version ${version}, this page reads version ${fileVersion}. A newer page may have written it.`,
  );
}
