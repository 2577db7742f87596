/**
 * @typedef {"extracted" | "rejected"} Kind
 * @typedef {{ readonly start: number, readonly end: number, readonly kind: Kind, readonly note: string }} Mark
 * @typedef {{ readonly text: string, readonly mark: Mark | null }} Segment
 */

/**
 * Cuts `text` from `start` to `end` where marks begin and end. Where marks overlap, what was taken wins, then the shorter one. Marks
 * outside are left out. The joined texts are the stretch.
 * @param {string} text
 * @param {readonly Mark[]} marks
 * @param {number} start
 * @param {number} end
 * @returns {Segment[]}
 */
export function cutSegments(text, marks, start, end) {
  // Those that win are laid over the others.
  const laid = marks
    .filter((mark) => mark.start < mark.end && mark.start < end && mark.end > start)
    .sort((left, right) => rank(right) - rank(left) || right.end - right.start - (left.end - left.start));
  /** @type {(Mark | null)[]} */
  const owners = Array.from({ length: end - start }, () => null);
  for (const mark of laid) owners.fill(mark, Math.max(mark.start, start) - start, Math.min(mark.end, end) - start);
  /** @type {Segment[]} */
  const segments = [];
  for (let from = 0; from < owners.length; ) {
    let to = from + 1;
    while (to < owners.length && owners[to] === owners[from]) to++;
    segments.push({ text: text.slice(start + from, start + to), mark: owners[from] ?? null });
    from = to;
  }
  return segments;
}

/** @param {Mark} mark */
function rank({ kind }) {
  return kind === "extracted" ? 0 : 1;
}

/**
 * Where the answer of a completion begins: behind the thought's closing tag and white space, at the end where the thought has no end, 0
 * without a thought.
 * @param {string} completion
 * @param {boolean} overlong
 */
export function endOfThought(completion, overlong) {
  if (overlong) return completion.length;
  if (!/^\s*<think>/i.test(completion) && !/<\/think>/i.test(completion)) return 0;
  const close = /<\/think>\s*/i.exec(completion);
  return close === null ? 0 : close.index + close[0].length;
}
