import { type ChatSnapshot, type ConversationId, type MessageNode, textOf } from "../data/index.ts";

/** Longest part of an answer that is read out, in characters; the rest is found in the thread. */
const longestAnswer = 600;

/** Sentences about what is new in `now`: answers that ended, and questions whether a tool may run. */
export function newAnnouncements(before: ChatSnapshot, now: ChatSnapshot): string[] {
  if (before.running === now.running) return [];
  const sentences: string[] = [];
  for (const [id, running] of now.running) {
    const earlier = before.running.get(id);
    if (earlier?.phase === running.phase) continue;
    if (running.phase === "thinking") sentences.push("Hermes is thinking.");
    if (running.phase === "approval") sentences.push(approvalSentence(nodeIn(now, id, running.node)));
  }
  for (const [id, running] of before.running) {
    if (!now.running.has(id)) sentences.push(endSentence(nodeIn(now, id, running.node)));
  }
  return sentences.filter((sentence) => sentence !== "");
}

function nodeIn(snapshot: ChatSnapshot, id: ConversationId, node: string): MessageNode | undefined {
  return snapshot.conversations.get(id)?.nodes[node];
}

function approvalSentence(node: MessageNode | undefined): string {
  if (node?.role !== "assistant") return "";
  const waiting = node.steps.flatMap(({ calls }) => calls).find(({ state }) => state === "waiting-for-user");
  return waiting === undefined ? "" : `Hermes asks to run the tool ${waiting.name}.`;
}

function endSentence(node: MessageNode | undefined): string {
  if (node?.role !== "assistant") return "";
  if (node.status === "failed") return `The answer failed: ${node.error?.message ?? "no reason was given"}.`;
  if (node.status === "stopped") return "The answer was stopped.";
  const text = textOf(node);
  return text.length <= longestAnswer
    ? `Hermes: ${text}`
    : `Hermes: ${text.slice(0, longestAnswer)} … The answer goes on in the conversation.`;
}
