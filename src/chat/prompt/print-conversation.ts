import type { Profile } from "./profiles.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import { printTools, type ToolsBlock } from "./tools-block.ts";
import type { Conversation, Turn } from "./turns.ts";

/** Prints the first system turn: begin of text, header, system text, tools block. */
export function printSystemTurn(
  writer: SegmentWriter,
  profile: Profile,
  conversation: Conversation,
  tools: ToolsBlock | null,
): void {
  writer.write(conversation.bosToken);
  writer.write(header(profile, "system"));
  writer.write(tools === null ? profile.textStart : profile.toolsTextStart);
  for (const piece of conversation.system) writer.write(piece.text, piece.source);
  if (tools !== null) printTools(writer, tools);
  writer.write(profile.turnEnd);
}

/** Prints all turns behind the first system turn; neighbouring tool results share one user turn. */
export function printTurns(writer: SegmentWriter, profile: Profile, turns: readonly Turn[]): void {
  for (const [index, turn] of turns.entries()) {
    if (turn.kind === "text") {
      writer.write(header(profile, turn.role) + profile.textStart);
      writer.write(turn.content, turn.role);
      writer.write(profile.turnEnd);
    } else if (turn.kind === "assistant") {
      printAssistant(writer, profile, turn);
    } else if (turn.kind === "tool") {
      if (turns[index - 1]?.kind !== "tool") writer.write(header(profile, "user"));
      writer.write("\n<tool_response>\n");
      writer.write(turn.content, "tool");
      writer.write("\n</tool_response>");
      if (turns[index + 1]?.kind !== "tool") writer.write(profile.turnEnd);
    }
  }
}

/** Prints the header of the turn the model goes on with. */
export function printOpenedTurn(writer: SegmentWriter, profile: Profile, role: string, prefill: string): void {
  writer.write(header(profile, role) + profile.textStart);
  writer.write(prefill, "assistant");
}

function header(profile: Profile, role: string): string {
  return profile.roleStart + role + profile.roleEnd;
}

function printAssistant(writer: SegmentWriter, profile: Profile, turn: Turn & { kind: "assistant" }): void {
  writer.write(header(profile, "assistant"));
  if (turn.leftOpen) return;
  if (turn.content.length > 0 || turn.calls.length === 0) writer.write(profile.textStart);
  for (const piece of turn.content) writer.write(piece.text, piece.source);
  for (const call of turn.calls) {
    writer.write('\n<tool_call>\n{"name": "');
    writer.write(call.name, "assistant");
    writer.write('", "arguments": ');
    writer.write(call.arguments, "assistant");
    writer.write("}\n</tool_call>");
  }
  writer.write(profile.turnEnd);
}
