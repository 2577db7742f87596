import type { ConversationId } from "../data/index.ts";

/** Conversations open side by side at most. */
export const mostPanes = 2;

/** The open conversations in the address of the page: "#/ID" or "#/ID/ID". */
export function readPanes(hash: string): ConversationId[] {
  const ids = hash.replace(/^#\/?/, "").split("/").map(decodeSafely);
  return [...new Set(ids.filter((id) => id !== ""))].slice(0, mostPanes);
}

export function renderPanes(panes: readonly ConversationId[]): string {
  return `#/${panes.map(encodeURIComponent).join("/")}`;
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
