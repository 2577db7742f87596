/** A set of code points: first and last of each range in turn, ascending, ranges neither touching nor overlapping. */
export type CodePointSet = readonly number[];

export const LAST_CODE_POINT = 0x10ffff;
export const noCodePoint: CodePointSet = [];
export const everyCodePoint: CodePointSet = [0, LAST_CODE_POINT];
export const surrogates: CodePointSet = [0xd800, 0xdfff];

/** A set from ranges in any order, which may overlap. */
export function codePointSet(ranges: readonly (readonly [first: number, last: number])[]): CodePointSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const set: number[] = [];
  for (const [first, last] of sorted) {
    const end = set.at(-1);
    if (end !== undefined && first <= end + 1) set[set.length - 1] = Math.max(end, last);
    else set.push(first, last);
  }
  return set;
}

export function unite(...sets: readonly CodePointSet[]): CodePointSet {
  return codePointSet(sets.flatMap(rangesOf));
}

export function invert(set: CodePointSet): CodePointSet {
  const inverted: number[] = [];
  let next = 0;
  for (const [first, last] of rangesOf(set)) {
    if (first > next) inverted.push(next, first - 1);
    next = last + 1;
  }
  if (next <= LAST_CODE_POINT) inverted.push(next, LAST_CODE_POINT);
  return inverted;
}

export function single(codePoint: number): CodePointSet {
  return [codePoint, codePoint];
}

export function rangesOf(set: CodePointSet): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  for (let index = 0; index < set.length; index += 2) ranges.push([set[index]!, set[index + 1]!]);
  return ranges;
}

export function contains(set: CodePointSet, codePoint: number): boolean {
  for (let index = 0; index < set.length; index += 2) {
    if (codePoint < set[index]!) return false;
    if (codePoint <= set[index + 1]!) return true;
  }
  return false;
}
