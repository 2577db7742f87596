import type { ChatMessage } from "../../../chat/index.ts";
import { badRequest } from "../../api-error.ts";
import { AssistantTurn } from "./assistant-turn.ts";
import type { ItemMeaning } from "./item-meaning.ts";
import { readItem } from "./read-item.ts";

/**
 * The conversation of a request: instructions are its system message, items of one answer one message. Throws ApiError 400 naming the
 * item.
 */
export function readInput(input: string | readonly unknown[], instructions?: string): ChatMessage[] {
  const system: ChatMessage[] = instructions === undefined ? [] : [{ role: "system", content: instructions }];
  if (typeof input === "string") return [...system, { role: "user", content: input }];
  const items = input.map((item, index) => readItem(item, `input[${index}]`));
  if (items.length === 0) throw badRequest("input is empty; at least one item is needed.", "input");
  checkResults(items);
  return [...system, ...joinTurns(items)];
}

function joinTurns(items: readonly ItemMeaning[]): ChatMessage[] {
  const turns: (ChatMessage | AssistantTurn)[] = [];
  for (const item of items) {
    if (item.kind === "message" || item.kind === "result") {
      turns.push(plainMessage(item));
      continue;
    }
    const last = turns.at(-1);
    const goesOn = last instanceof AssistantTurn && last.takes(item.kind);
    const turn = goesOn ? last : new AssistantTurn();
    if (!goesOn) turns.push(turn);
    turn.add(item);
  }
  return turns.map((turn) => (turn instanceof AssistantTurn ? turn.message : turn));
}

function plainMessage(item: Extract<ItemMeaning, { kind: "message" | "result" }>): ChatMessage {
  if (item.kind === "message") return { role: item.role, content: item.text };
  return { role: "tool", tool_call_id: item.callId, content: item.text };
}

/** A result without its call comes from a client that counts on a server which remembers. */
function checkResults(items: readonly ItemMeaning[]): void {
  const called = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (item.kind === "call") called.add(item.callId);
    if (item.kind !== "result" || called.has(item.callId)) continue;
    const at = `input[${index}].call_id`;
    const what = `${at} is ${JSON.stringify(item.callId)}, and no function_call before it has that call_id`;
    throw badRequest(`${what}. This server stores nothing: send the whole conversation.`, at);
  }
}
