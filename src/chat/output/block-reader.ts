import { JsonScanner } from "../json/json-scanner.ts";
import type { InvalidReason } from "../parts.ts";
import { CallStreamer } from "./call-streamer.ts";
import type { ParserContext, StateName } from "./parser-state.ts";
import { type CallBody, readCall } from "./read-call.ts";
import { CALL_END, CALL_START, findTag } from "./tags.ts";

const BLOCK_TAGS = [CALL_END, CALL_START];
const BLANK = /^[ \t\r\n]*$/;

/** Reads `<tool_call>` blocks. The window's mark stands where the part being read starts. */
export class BlockReader {
  #scanner = new JsonScanner();
  #streamer: CallStreamer | null = null;
  /** Characters from the mark to where the end of a bad block may be looked for. */
  #searchFrom = 0;
  #badReason: InvalidReason = "not-json";
  /** The object read last; null when it has no name. */
  #call: CallBody | null = null;
  #callRaw = "";

  /** Behind `<tool_call>`. */
  readBlock({ window, ended }: ParserContext): StateName | null {
    this.#searchFrom = CALL_START.length;
    const found = window.skipWhiteSpace();
    if (!found && !ended) return null;
    if (found && window.text[window.position] === "{") return this.#startObject();
    this.#badReason = "not-json";
    return "bad-block";
  }

  readObject({ window, writer, settings, ended }: ParserContext): StateName | null {
    if (settings.mode === "incremental") this.#streamer ??= new CallStreamer(this.#scanner, writer);
    window.position = this.#scanner.scan(window.text, window.position);
    if (this.#scanner.status === "open" && !ended) {
      this.#streamer?.advance();
      return null;
    }
    if (this.#scanner.status !== "done") {
      this.#streamer?.abort();
      window.rewind(this.#searchFrom);
      this.#badReason = "bad-json";
      return "bad-block";
    }
    this.#call = readCall(this.#scanner);
    this.#callRaw = window.take();
    if (this.#call === null) {
      this.#streamer?.abort();
    } else {
      this.#streamer?.complete(this.#call);
      writer.announceCall(this.#call, this.#callRaw);
    }
    return "after-object";
  }

  /** A block without a valid object ends at its first tag. */
  readBadBlock({ window, writer, ended }: ParserContext): StateName | null {
    const { tag, start } = findTag(window.text, window.position, BLOCK_TAGS);
    if (tag === null) {
      window.position = ended ? window.text.length : start;
      if (!ended) return null;
      writer.addInvalid(window.take(), "truncated");
      return "content";
    }
    window.position = tag === CALL_END ? start + tag.length : start;
    const raw = window.take();
    const inside = raw.slice(this.#searchFrom, tag === CALL_END ? -CALL_END.length : undefined);
    writer.addInvalid(raw, BLANK.test(inside) ? "empty" : this.#badReason);
    return "content";
  }

  /** Behind a whole object, with nothing but white space since. */
  readAfterObject(context: ParserContext): StateName | null {
    const { window, ended } = context;
    if (!window.skipWhiteSpace() && !ended) return null;
    if (window.text[window.position] !== "{") return "trailing";
    this.#finishCall(context, "", true);
    this.#searchFrom = 0;
    return this.#startObject();
  }

  /** Behind a whole object: the next tag, or its absence, tells whose the text up to it is. */
  readTrailing(context: ParserContext): StateName | null {
    const { window, writer, ended } = context;
    const { tag, start } = findTag(window.text, window.position, BLOCK_TAGS);
    if (tag === null && !ended) {
      window.position = start;
      return null;
    }
    const partialTag = window.text.slice(start);
    window.position = start;
    const text = window.take();
    const blank = BLANK.test(text);
    if (tag === CALL_END) {
      window.position += CALL_END.length;
      const rest = text + window.take();
      this.#finishCall(context, blank ? rest : "", true);
      if (!blank) writer.addInvalid(rest, "trailing-text");
    } else if (blank && (tag === CALL_START || CALL_END.startsWith(partialTag))) {
      if (tag === null) window.position = window.text.length;
      this.#finishCall(context, text + window.take(), false);
    } else {
      this.#finishCall(context, "", false);
      writer.addContent(text);
    }
    return "content";
  }

  #startObject(): StateName {
    this.#scanner = new JsonScanner();
    this.#streamer = null;
    return "object";
  }

  #finishCall({ writer }: ParserContext, rest: string, closed: boolean): void {
    const raw = this.#callRaw + rest;
    if (this.#call === null) writer.addInvalid(raw, "no-name");
    else writer.addCall(this.#call, raw, closed);
  }
}
