import type { TextEdit } from "./contract.ts";

/**
 * How `before` became `after`, for texts that follow each other closely: where they part, the nearest place at which they meet again is
 * taken. Not the fewest edits, but time by the length of the texts. Applied to `before` the edits give `after`.
 */
export function findEdits(before: string, after: string): readonly TextEdit[] {
  const [old, fresh] = [splitWords(before), splitWords(after)];
  const edits: TextEdit[] = [];
  let [from, to, offset] = [0, 0, 0];
  while (from < old.length || to < fresh.length) {
    if (from < old.length && old[from] === fresh[to]) {
      offset += old[from]!.length;
      from++;
      to++;
      continue;
    }
    const [skipped, added] = findMeeting(old, from, fresh, to);
    const removed = old.slice(from, from + skipped).join("");
    edits.push({ offset, removed, inserted: fresh.slice(to, to + added).join("") });
    offset += removed.length;
    from += skipped;
    to += added;
  }
  return edits.map((edit) => slideToEnd(edit, before));
}

/** Words and numbers whole, all else by character. */
function splitWords(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_]+|[\s\S]/gu) ?? [];
}

/** How many words of each are left out until both go on alike; all that is left when they do not within REACH. */
function findMeeting(
  old: readonly string[],
  from: number,
  fresh: readonly string[],
  to: number,
): readonly [number, number] {
  for (let distance = 1; distance <= REACH; distance++) {
    for (let skipped = Math.min(distance, old.length - from); skipped >= 0; skipped--) {
      const added = distance - skipped;
      if (to + added <= fresh.length && meet(old, from + skipped, fresh, to + added)) return [skipped, added];
    }
  }
  return [old.length - from, fresh.length - to];
}

/** One word says enough; of other characters two in a row must agree, or the end. */
function meet(old: readonly string[], from: number, fresh: readonly string[], to: number): boolean {
  const word = old[from];
  if (word !== fresh[to]) return false;
  return word === undefined || /^[\p{L}\p{N}_]/u.test(word) || old[from + 1] === fresh[to + 1];
}

const REACH = 48;

/** An insertion that may stand in several places stands in the last: a bracket at the end is then seen to be there. */
function slideToEnd(edit: TextEdit, text: string): TextEdit {
  if (edit.removed !== "") return edit;
  let { offset, inserted } = edit;
  while (offset < text.length && inserted[0] === text[offset]) {
    inserted = inserted.slice(1) + text[offset];
    offset++;
  }
  return { offset, removed: "", inserted };
}
