import type { ParserContext, StateName } from "./parser-state.ts";
import { CALL_START, findTag, THINK_END, THINK_START } from "./tags.ts";

/** Start of an answer: white space, then perhaps `<think>`. */
export function readStart({ window, writer, ended }: ParserContext): StateName | null {
  if (!window.skipWhiteSpace()) return ended ? "content" : null;
  const { text, position } = window;
  if (text.startsWith(THINK_START, position)) {
    window.position += THINK_START.length;
    writer.openThought(window.take());
    return "thought";
  }
  const mayBecomeTag = text.length - position < THINK_START.length && THINK_START.startsWith(text.slice(position));
  return mayBecomeTag && !ended ? null : "content";
}

/** Inside the thought, up to the first end tag. */
export function readThought({ window, writer, settings, ended }: ParserContext): StateName | null {
  const endsAtCall = settings.endThoughtAtToolCall && settings.tools;
  const { tag, start } = findTag(window.text, window.position, endsAtCall ? [THINK_END, CALL_START] : [THINK_END]);
  window.position = ended && tag === null ? window.text.length : start;
  writer.addThought(window.take());
  if (tag === THINK_END) {
    window.position += THINK_END.length;
    writer.endThought(window.take());
    return "content";
  }
  if (tag === null) return null;
  writer.endThought("");
  return "content";
}

/** Plain text, up to the next block. */
export function readContent(context: ParserContext): StateName | null {
  const { window, writer, ended } = context;
  const mayCall = readsCalls(context);
  if (mayCall === null) return null;
  const { tag, start } = findTag(window.text, window.position, mayCall ? [CALL_START] : []);
  window.position = ended && tag === null ? window.text.length : start;
  writer.addContent(window.take());
  if (tag === null) return null;
  writer.endContent();
  window.position += CALL_START.length;
  return "block";
}

/** Whether a tag in the content begins a call; null where more input decides. */
function readsCalls({ window: { text, position }, writer, settings: { tools }, ended }: ParserContext): boolean | null {
  if (tools !== "first") return tools;
  if (writer.contentSoFar !== null) return writer.contentSoFar === "blocks";
  const rest = text.slice(position).replace(/^[\r\n]+/, "");
  if (rest.startsWith(CALL_START)) return true;
  return !ended && CALL_START.startsWith(rest) ? null : false;
}
