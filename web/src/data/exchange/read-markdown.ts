import { z } from "zod";
import type { Conversation } from "../model.ts";
import { conversationForm, settingsForm } from "./conversation-form.ts";
import { ImportFailure, readForm } from "./import-failure.ts";
import { requireVersion } from "./json-file.ts";
import { type BlockKind, type RawBlock, readBlocks, readText } from "./markdown-blocks.ts";

type Facts = Record<string, unknown>;
type Draft = { steps: StepDraft[] } & Facts;

interface StepDraft {
  reasoning: Facts | null;
  content: string;
  calls: Facts[];
  invalidCalls: Facts[];
}

/** Matches nowhere. */
const none = /(?!)/;

/** The decoration around the text of each kind, before and after. */
const decorations: Readonly<Record<BlockKind, readonly [RegExp, RegExp]>> = {
  conversation: [/^# /, none],
  system: [/^\*\*System prompt\*\*\n\n/, none],
  branches: [/^.*$/s, none],
  message: [/^## You\n\n/, none],
  step: [/^.*$/s, none],
  reasoning: [/^<details>\n<summary>[^\n]*<\/summary>\n\n/, /\n\n<\/details>$/],
  text: [none, none],
  call: [/^\*\*[^\n]*\*\*\n\n`{3,}json\n/, /\n`{3,}$/],
  result: [/^\*\*[^\n]*\*\*\n\n`{3,}\n/, /\n`{3,}$/],
  "invalid-call": [/^\*\*[^\n]*\*\*\n\n`{3,}\n/, /\n`{3,}$/],
};

const headForm = z.looseObject({ version: z.number(), settings: settingsForm.omit({ system: true }) });

/** Throws ImportFailure. */
export function readMarkdownFile(file: string): Conversation[] {
  const reader = new MarkdownReader();
  for (const block of readBlocks(file)) reader.read(block);
  return reader.finish();
}

/** Puts the pieces of a file together; what they are is checked at the end, as if it were JSON. */
class MarkdownReader {
  readonly #read: Conversation[] = [];
  #conversation: (Facts & { settings: Facts }) | null = null;
  #messages: Draft[] = [];

  read({ kind, facts, body }: RawBlock): void {
    if (!Object.hasOwn(decorations, kind)) throw new ImportFailure(`The file has a part "${kind}" that is not known.`);
    if (typeof facts !== "object" || facts === null || Array.isArray(facts)) {
      throw new ImportFailure(`The file is damaged: a comment of the kind "${kind}" holds no JSON object.`);
    }
    const [before, after] = decorations[kind as BlockKind];
    this.#take(kind as BlockKind, facts as Facts, readText(body, before, after));
  }

  finish(): Conversation[] {
    this.#close();
    return this.#read;
  }

  #take(kind: BlockKind, facts: Facts, text: string): void {
    switch (kind) {
      case "conversation":
        this.#close();
        this.#open(facts, text);
        return;
      case "system":
        this.#head.settings.system = text;
        return;
      case "branches":
        return;
      case "message":
        this.#messages.push(facts.role === "user" ? { ...facts, steps: [], content: text } : { ...facts, steps: [] });
        return;
      case "step":
        this.#message.steps.push({ reasoning: null, content: "", calls: [], invalidCalls: [] });
        return;
      case "reasoning":
        this.#step.reasoning = { ...facts, text };
        return;
      case "text":
        this.#step.content = text;
        return;
      case "call":
        this.#step.calls.push({ ...facts, arguments: text, result: null });
        return;
      case "result":
        last(this.#step.calls, "a result", "a call").result = { ...facts, content: text };
        return;
      case "invalid-call":
        this.#step.invalidCalls.push({ ...facts, raw: text });
    }
  }

  #open(facts: Facts, title: string): void {
    const { version, settings, ...rest } = readForm(headForm, facts, "conversation");
    requireVersion(version);
    this.#conversation = { ...rest, title, settings: { ...settings, system: "" } };
  }

  #close(): void {
    if (this.#conversation === null) return;
    const { settings } = this.#conversation;
    const nodes = this.#messages.map(({ steps, ...facts }) => {
      return [String(facts.id), facts.role === "user" ? facts : { settings, ...facts, steps }] as const;
    });
    if (new Set(nodes.map(([id]) => id)).size < nodes.length) {
      throw new ImportFailure("The file is damaged: two messages of a conversation have the same id.");
    }
    const whole = { ...this.#conversation, nodes: Object.fromEntries(nodes) };
    this.#read.push(readForm(conversationForm, whole, "conversation"));
    this.#conversation = null;
    this.#messages = [];
  }

  get #head(): Facts & { settings: Facts } {
    if (this.#conversation !== null) return this.#conversation;
    throw new ImportFailure("The file is damaged: a part stands before the first conversation.");
  }

  get #message(): Draft {
    return last(this.#messages, "a part of an answer", "a message");
  }

  get #step(): StepDraft {
    return last(this.#message.steps, "a part of an answer", "its step");
  }
}

function last<Entry>(list: readonly Entry[], what: string, before: string): Entry {
  const entry = list.at(-1);
  if (entry === undefined) throw new ImportFailure(`The file is damaged: ${what} stands before ${before}.`);
  return entry;
}
