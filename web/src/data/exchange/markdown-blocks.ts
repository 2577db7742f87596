import { ImportFailure } from "./import-failure.ts";

/*
 * A conversation as Markdown that people read and the page reads back. Every piece begins with an HTML comment on a line of its own,
 * which a reader of the rendered page does not see:
 *
 *     <!-- hermes4:message {"id":"…","role":"user",…} -->
 *     ## You
 *
 *     The text, as it is.
 *
 * What follows up to the next such comment is the piece's text in its decoration: fixed words before and after it that only people
 * need. A line of a text that looks like such a comment gets a backslash before it, one that already has some, one more.
 */

/** What a piece is; the comment's word. */
export type BlockKind =
  | "conversation"
  | "system"
  | "branches"
  | "message"
  | "step"
  | "reasoning"
  | "text"
  | "call"
  | "result"
  | "invalid-call";

/** A piece as it is read. */
export interface RawBlock {
  readonly kind: string;
  /** Parsed JSON. */
  readonly facts: unknown;
  /** The text with its decoration. */
  readonly body: string;
}

const marker = /^<!-- hermes4:([a-z-]+) (.*) -->$/s;
/** Some editors change the ends of all lines. */
const markerWithReturn = /^<!-- hermes4:[^\n]*-->\r$/m;
const looksLikeMarker = /^(\\*)<!-- hermes4:/gm;
const escapedMarker = /^\\(\\*<!-- hermes4:)/gm;

/** `before` and `after` decorate the text. */
export function renderBlock(kind: BlockKind, facts: unknown, before: string, text: string, after: string): string {
  // Two dashes would end the comment; in JSON they only stand in strings, where one can be spelt otherwise.
  const json = JSON.stringify(facts).replaceAll("--", "-\\u002d").replaceAll(">", "\\u003e");
  const body = `${before}${text.replace(looksLikeMarker, "\\$&")}${after}`;
  return `<!-- hermes4:${kind} ${json} -->\n${body}\n\n`;
}

/** The pieces of a file; what stands before the first one is not read. Throws ImportFailure. */
export function readBlocks(file: string): RawBlock[] {
  const blocks: { kind: string; facts: unknown; lines: string[] }[] = [];
  const lines = file.split(markerWithReturn.test(file) ? "\r\n" : "\n");
  for (const [index, line] of lines.entries()) {
    const found = marker.exec(line);
    if (found === null) blocks.at(-1)?.lines.push(line);
    else blocks.push({ kind: found[1]!, facts: readFacts(found[2]!, index + 1), lines: [] });
  }
  return blocks.map(({ kind, facts, lines: own }, index) => {
    // The line break before the next comment, or the end of the file, belongs to that.
    const body = own.join("\n") + (index < blocks.length - 1 ? "\n" : "");
    return { kind, facts, body: body.replace(/\n{1,2}$/, "") };
  });
}

function readFacts(json: string, line: number): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new ImportFailure(`The file is damaged: the comment in line ${line} holds no JSON.`, { cause });
  }
}

/** The text of a piece's body, without its decoration; decoration that was edited away is not missed. */
export function readText(body: string, before: RegExp, after: RegExp): string {
  return body.replace(before, "").replace(after, "").replace(escapedMarker, "$1");
}
