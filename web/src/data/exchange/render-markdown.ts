import type { AnswerStep, AssistantNode, Conversation, MessageNode, ToolCallRecord } from "../model.ts";
import { groupByParent, pathTo } from "../tree/conversation-tree.ts";
import { fileVersion } from "./json-file.ts";
import { renderBlock } from "./markdown-blocks.ts";

/** Conversations as Markdown that `readMarkdownFile` takes back, one after the other. */
export function renderMarkdownFile(conversations: readonly Conversation[]): string {
  return conversations.map(renderConversation).join("");
}

function renderConversation(conversation: Conversation): string {
  const { title, nodes: _, settings, ...facts } = conversation;
  const { system, ...rest } = settings;
  const head = renderBlock("conversation", { version: fileVersion, ...facts, settings: rest }, "# ", title, "");
  const prompt = system === "" ? "" : renderBlock("system", {}, "**System prompt**\n\n", system, "");
  const shown = pathTo(conversation, conversation.leaf);
  const others = inTreeOrder(conversation).filter((node) => !shown.includes(node));
  const branches = others.length === 0 ? "" : renderBlock("branches", {}, "# Other branches", "", "");
  const render = (node: MessageNode) => renderMessage(node, conversation);
  return head + prompt + shown.map(render).join("") + branches + others.map(render).join("");
}

/** Parents before children, older branches before younger. */
function inTreeOrder(conversation: Conversation): MessageNode[] {
  const groups = groupByParent(conversation);
  const ordered: MessageNode[] = [];
  const open = (groups.get(null) ?? []).toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    ordered.push(node);
    open.push(...(groups.get(node.id) ?? []).toReversed());
  }
  return ordered;
}

function renderMessage(node: MessageNode, conversation: Conversation): string {
  if (node.role === "user") {
    const { content, ...facts } = node;
    return renderBlock("message", facts, "## You\n\n", content, "");
  }
  const { steps, settings, ...facts } = node;
  const same = JSON.stringify(settings) === JSON.stringify(conversation.settings);
  const head = renderBlock("message", { ...facts, ...(!same && { settings }) }, `## ${speaker(node)}`, "", "");
  return head + steps.map(renderStep).join("");
}

function speaker({ model, status }: AssistantNode): string {
  const name = oneLine(model ?? "Hermes");
  return status === "done" ? name : `${name} (${status})`;
}

function renderStep({ reasoning, content, calls, invalidCalls }: AnswerStep): string {
  let text = renderBlock("step", {}, "", "", "");
  if (reasoning !== null) {
    const { text: thought, ...facts } = reasoning;
    const seconds = (facts.elapsedMs / 1_000).toFixed(1);
    const summary = `<summary>Thought: ${facts.tokens} tokens, ${seconds} s</summary>`;
    text += renderBlock("reasoning", facts, `<details>\n${summary}\n\n`, thought, "\n\n</details>");
  }
  if (content !== "") text += renderBlock("text", {}, "", content, "");
  text += calls.map(renderCall).join("");
  for (const { raw, reason } of invalidCalls) {
    text += renderBlock("invalid-call", { reason }, ...fenced("**No call**", "", raw));
  }
  return text;
}

function renderCall({ arguments: text, result, ...facts }: ToolCallRecord): string {
  const call = renderBlock("call", facts, ...fenced(`**Calls ${oneLine(facts.name)}**`, "json", text));
  if (result === null) return call;
  const { content, ...rest } = result;
  return call + renderBlock("result", rest, ...fenced(`**Result (${result.outcome})**`, "", content));
}

/** A heading, and the text between fences that are longer than any in it. */
function fenced(heading: string, language: string, text: string): [before: string, text: string, after: string] {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${heading}\n\n${fence}${language}\n`, text, `\n${fence}`];
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ");
}
