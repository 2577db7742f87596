import { HermesError } from "../../errors.ts";

/** UTF-16 units normalised at once: about a millisecond. */
const CHUNK_LENGTH = 16_384;
/**
 * Most marks on one letter. Putting marks in order takes the square of their number, so that millions would take for ever; the
 * standard's own stream-safe text has 30.
 */
const MOST_MARKS = 512;

/**
 * What never joins what stands before it: all but marks, the vowels and finals of Korean and the vowel signs of Kirat Rai.
 * Composed form (NFC) of two texts joined before such a character is their composed forms joined (Unicode annex 15, section 9).
 */
const starter = /[^\p{M}\u1160-\u11ff\u{16d63}-\u{16d6a}]/gu;
const marks = /[\p{M}\u1160-\u11ff\u{16d63}-\u{16d6a}]+/gu;

/**
 * Text in composed form (NFC), chunk by chunk. Throws HermesError "prompt-invalid" for hundreds of marks on one letter.
 */
export function* composeInChunks(text: string, chunkLength = CHUNK_LENGTH): Generator<undefined, string> {
  let composed = "";
  for (let start = 0; start < text.length; ) {
    const end = chunkEnd(text, start + chunkLength);
    const chunk = text.slice(start, end);
    checkMarks(chunk);
    composed += chunk.normalize("NFC");
    start = end;
    yield;
  }
  return composed;
}

/** First place from `least` on before which text may be cut. */
function chunkEnd(text: string, least: number): number {
  if (least >= text.length) return text.length;
  // Not between the halves of a surrogate pair.
  starter.lastIndex = least + (text.codePointAt(least - 1)! > 0xffff ? 1 : 0);
  return starter.exec(text)?.index ?? text.length;
}

function checkMarks(chunk: string): void {
  for (const [run] of chunk.matchAll(marks)) {
    if (run.length <= MOST_MARKS) continue;
    const message = `A letter of the text carries ${run.length} combining marks; at most ${MOST_MARKS} are read. Take them out.`;
    throw new HermesError("prompt-invalid", message, { field: "messages" });
  }
}
