import { z } from "zod";
import { isBlank, SPACE } from "../text/python-text.ts";
import { count, defineVerifier, noArguments } from "../verifier.ts";

/** `[` to the next `]` on the same line; nothing in between counts too. */
export const numberOfPlaceholders = defineVerifier({
  id: "detectable_content:number_placeholders",
  arguments: z.strictObject({ num_placeholders: count }),
  holds: (text, given) => countPlaceholders(text) >= given.num_placeholders,
  demands: (given) => ({ pieces: Array.from({ length: given.num_placeholders }, (_, i) => `[detail ${i + 1}]`) }),
});

/** The marker stands anywhere, in any case, with at most one space between its letters. */
export const postscript = defineVerifier({
  id: "detectable_content:postscript",
  arguments: z.strictObject({ postscript_marker: z.enum(["P.S.", "P.P.S"]) }),
  holds: (text, given) => POSTSCRIPTS[given.postscript_marker].test(text.toLowerCase()),
  demands: (given) => ({ postscript: given.postscript_marker }),
});

/** From the first `<<` of a line to its last `>>`, with more than white space in between. */
export const title = defineVerifier({
  id: "detectable_format:title",
  arguments: noArguments,
  holds: (text) => text.split("\n").some(hasTitle),
  demands: () => ({ title: true }),
});

export const constrainedResponse = defineVerifier({
  id: "detectable_format:constrained_response",
  arguments: noArguments,
  holds: (text) => ["yes", "no", "maybe"].some((choice) => text.includes(`My answer is ${choice}.`)),
  demands: () => ({ pieces: ["My answer is maybe."] }),
});

export const noComma = defineVerifier({
  id: "punctuation:no_comma",
  arguments: noArguments,
  holds: (text) => !text.includes(","),
  demands: () => ({ avoid: [","] }),
});

const POSTSCRIPTS = {
  "P.S.": new RegExp(`p\\.[${SPACE}]?s\\.`, "u"),
  "P.P.S": new RegExp(`p\\.[${SPACE}]?p\\.[${SPACE}]?s`, "u"),
};

function countPlaceholders(text: string): number {
  let found = 0;
  for (const line of text.split("\n")) {
    let end = -1;
    while (true) {
      const start = line.indexOf("[", end + 1);
      end = start < 0 ? -1 : line.indexOf("]", start + 1);
      if (end < 0) break;
      found++;
    }
  }
  return found;
}

function hasTitle(line: string): boolean {
  const start = line.indexOf("<<");
  const end = line.lastIndexOf(">>");
  if (start < 0 || end < start + 3) return false;
  const inner = line.slice(start, end + 2).replace(/^<+/, "");
  return !isBlank(inner.slice(0, lengthWithout(inner, ">")));
}

/** Of a text without this character at its end. */
function lengthWithout(text: string, character: string): number {
  let end = text.length;
  while (text[end - 1] === character) end--;
  return end;
}
