// Hot: some calls a layer; they allocate nothing.
import { ELEMENTS, elementsOp, elementsWord, KIND } from "./command.ts";
import type { LanePool } from "./lane-pool.ts";

/** Values from which they are shared out: they take some ten microseconds; the reason stands in linear-runner.ts. */
const SHARED_FROM = 32_768;

/** out, first and second are addresses in the home memory; `count` rows of `width` values, or single values. */
export function runElements(
  pool: LanePool,
  op: keyof typeof elementsOp,
  out: number,
  first: number,
  second: number,
  count: number,
  width = 1,
  epsilon = 0,
): void {
  const { words, floats } = pool;
  words[KIND] = ELEMENTS;
  words[elementsWord.op] = elementsOp[op];
  words[elementsWord.out] = out;
  words[elementsWord.first] = first;
  words[elementsWord.second] = second;
  words[elementsWord.count] = count;
  words[elementsWord.width] = width;
  floats[elementsWord.epsilon] = epsilon;
  if (count * width < SHARED_FROM || pool.recruit() === 1) pool.runAlone();
  else pool.runShared();
}
