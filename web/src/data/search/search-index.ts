import type { ConversationSummary, SearchHit } from "../contract.ts";
import type { Conversation, ConversationId, MessageNode, NodeId } from "../model.ts";
import { textOf } from "../tree/node-text.ts";
import { summarise } from "../tree/summarise.ts";
import { foldText } from "./fold-text.ts";
import { cutSnippet } from "./snippet.ts";

interface IndexedText {
  /** Null for the title. */
  readonly node: NodeId | null;
  readonly text: string;
  readonly folded: string;
}

interface Indexed {
  readonly source: Conversation;
  readonly summary: ConversationSummary;
  readonly texts: readonly IndexedText[];
}

/**
 * The texts of conversations, folded once, searched by looking through all: 1,000 conversations of 20 messages are some 20 MB, which
 * takes a few hundredths of a second. Thoughts are not searched.
 */
export class SearchIndex {
  readonly #entries = new Map<ConversationId, Indexed>();

  /** The state of a conversation that is indexed. */
  source(id: ConversationId): Conversation | null {
    return this.#entries.get(id)?.source ?? null;
  }

  put(conversation: Conversation): void {
    const before = this.#entries.get(conversation.id);
    if (before?.source === conversation) return;
    const known = new Map(before?.texts.map((entry) => [entry.node, entry]));
    const index = (node: NodeId | null, text: string): IndexedText => {
      const same = known.get(node);
      return same?.text === text ? same : { node, text, folded: foldText(text) };
    };
    const messages = Object.values(conversation.nodes).map((node: MessageNode) => index(node.id, textOf(node)));
    const texts = [index(null, conversation.title), ...messages];
    this.#entries.set(conversation.id, { source: conversation, summary: summarise(conversation), texts });
  }

  /** Leaves only these. */
  keep(ids: ReadonlySet<ConversationId>): void {
    for (const id of this.#entries.keys()) if (!ids.has(id)) this.#entries.delete(id);
  }

  /** Conversations that hold every word, those with more words in one place first, then the last changed. */
  search(query: string, limit: number): SearchHit[] {
    const words = [...new Set(foldText(query).split(/\s+/u))].filter((word) => word !== "");
    if (words.length === 0) return [];
    return [...this.#entries.values()]
      .flatMap((entry) => {
        const best = bestText(entry, words);
        return best === null ? [] : [{ entry, ...best }];
      })
      .sort((a, b) => b.score - a.score || b.entry.summary.changedAt - a.entry.summary.changedAt)
      .slice(0, limit)
      .map(({ entry, text }) => ({
        conversation: entry.summary,
        node: text.node,
        ...cutSnippet(text.text, words),
      }));
  }
}

/** The text with most of the words, the title before others; null when a word is in none. */
function bestText({ texts }: Indexed, words: readonly string[]): { text: IndexedText; score: number } | null {
  const missing = new Set(words);
  let best: { text: IndexedText; score: number } | null = null;
  for (const text of texts) {
    const found = words.filter((word) => text.folded.includes(word));
    for (const word of found) missing.delete(word);
    const score = found.length + (text.node === null && found.length > 0 ? 0.5 : 0);
    if (score > (best?.score ?? 0)) best = { text, score };
  }
  return missing.size === 0 ? best : null;
}
