import { eld } from "eld/small";
import { SPACE } from "../text/python-text.ts";
import { isMarker, MARKER_WORDS } from "./marker-words.ts";

/** The detector reads no more than this of a text; a longer text is read piece by piece. */
const PIECE_LENGTH = 1000;
/** As much as upstream's detector reads. */
const MAX_PIECES = 10;
/** A language without a model of its own is chosen when this share of the words are its markers. */
const MARKER_SHARE = 0.15;

/**
 * ISO 639-1 code of a text's main language: of its first 10,000 characters, the language of most letters. Null for text without
 * letters, and where the detector cannot tell.
 */
export function detectLanguage(text: string): string | null {
  const letters = new Map<string, number>();
  for (const piece of pieces(text)) {
    const language = detectPiece(piece);
    if (language !== null) letters.set(language, (letters.get(language) ?? 0) + (piece.match(/\p{L}/gu)?.length ?? 0));
  }
  const [first] = [...letters].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}

/** Whether `detectLanguage` can ever answer with the code. */
export function canDetect(language: string): boolean {
  return DETECTABLE.has(language);
}

const detector = eld.newInstance();
const DETECTABLE: ReadonlySet<string> = new Set([
  ...Object.values(detector.info().Languages),
  ...MARKER_WORDS.map(({ language }) => language),
]);

function detectPiece(piece: string): string | null {
  if (!/\p{L}/u.test(piece)) return null;
  const found = detector.detect(piece).language;
  const words = piece.toLowerCase().match(/[\p{L}\p{M}]+/gu)!;
  for (const markers of MARKER_WORDS) {
    const share = words.filter((word) => isMarker(markers, word)).length / words.length;
    if (share >= MARKER_SHARE) return markers.language;
  }
  return found === "" ? null : found;
}

function* pieces(text: string): Generator<string> {
  let start = 0;
  for (let i = 0; i < MAX_PIECES && start < text.length; i++) {
    const end = pieceEnd(text, start);
    yield text.slice(start, end);
    start = end;
  }
}

/** At white space where there is some in the second half. */
function pieceEnd(text: string, start: number): number {
  const end = start + PIECE_LENGTH;
  if (end >= text.length) return text.length;
  for (let i = end; i > end - PIECE_LENGTH / 2; i--) if (SPACES.test(text[i]!)) return i;
  return end;
}

const SPACES = new RegExp(`[${SPACE}]`, "u");
