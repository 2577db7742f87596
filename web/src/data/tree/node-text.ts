import type { Conversation, MessageNode } from "../model.ts";
import { groupByParent } from "./conversation-tree.ts";

/** What a message says, without thoughts and calls; the steps of an answer are joined by an empty line. */
export function textOf(node: MessageNode): string {
  if (node.role === "user") return node.content;
  return node.steps
    .map(({ content }) => content)
    .filter((content) => content !== "")
    .join("\n\n");
}

/** Longest title made from the first words, in characters. */
const longestTitle = 60;

/** The first words of the first message; "" for an empty conversation. */
export function titleFromWords(conversation: Conversation): string {
  const first = groupByParent(conversation).get(null)?.at(0);
  const words = (first === undefined ? "" : textOf(first)).slice(0, 1_000).trim().split(/\s+/u);
  let title = words[0] ?? "";
  // A first word that is too long is cut between characters, not inside one.
  if (title.length > longestTitle) return `${[...title].slice(0, longestTitle - 1).join("")}…`;
  for (const word of words.slice(1)) {
    if (title.length + 1 + word.length > longestTitle - 1) return `${title}…`;
    title += ` ${word}`;
  }
  return title;
}

/** Gives the title of the first words, unless the user wrote one. */
export function withTitle(conversation: Conversation): Conversation {
  if (conversation.titleByUser) return conversation;
  const title = titleFromWords(conversation);
  return title === conversation.title ? conversation : { ...conversation, title };
}
