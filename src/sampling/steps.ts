// Hot loop: runs over the whole vocabulary once a token and allocates nothing; scratch space comes from the caller.
//
// Every step changes one array of logits in place; -Infinity means "cannot be drawn". Steps know nothing of each
// other; sampler.ts fixes their order.

/** One bit a token, bit `id & 31` of word `id >> 5`; 1 means allowed. Tokens beyond the last word are forbidden. */
export type TokenMask = Uint32Array;

/** Removes tokens the mask does not allow. */
export function applyMask(logits: Float32Array, mask: TokenMask): void {
  const words = Math.min(mask.length, Math.ceil(logits.length / WORD_BITS));
  // Most words are full or empty. Empty ones are gathered, since one long fill is faster than many short ones.
  let empty = 0;
  for (let index = 0; index < words; index++) {
    const word = mask[index]!;
    if (word === 0) empty++;
    else {
      if (empty > 0) logits.fill(-Infinity, (index - empty) * WORD_BITS, index * WORD_BITS);
      empty = 0;
      if (word !== FULL_WORD) forbidSome(logits, index * WORD_BITS, ~word);
    }
  }
  logits.fill(-Infinity, (words - empty) * WORD_BITS);
}

/** Removes the token of every set bit, the lowest being that of `first`. */
function forbidSome(logits: Float32Array, first: number, bits: number): void {
  for (let left = bits; left !== 0; left &= left - 1) {
    const id = first + 31 - Math.clz32(left & -left);
    if (id < logits.length) logits[id] = -Infinity;
  }
}

const FULL_WORD = 0xffffffff;
const WORD_BITS = 32;

/** logit += bias, by token id; ids outside the vocabulary have no effect. */
export function applyLogitBias(logits: Float32Array, bias: ReadonlyMap<number, number>): void {
  for (const [id, value] of bias) if (id < logits.length) logits[id]! += value;
}

/** Divides positive and multiplies negative logits of seen tokens by `penalty` (CTRL, Keskar et al. 2019). */
export function applyRepetitionPenalty(logits: Float32Array, seen: Iterable<number>, penalty: number): void {
  for (const id of seen) {
    const logit = logits[id];
    if (logit !== undefined) logits[id] = logit > 0 ? logit / penalty : logit * penalty;
  }
}

/** logit -= presence + frequency * count, for every generated token (the OpenAI formula). */
export function applyCountPenalties(
  logits: Float32Array,
  counts: ReadonlyMap<number, number>,
  presence: number,
  frequency: number,
): void {
  for (const [id, count] of counts) if (id < logits.length) logits[id]! -= presence + frequency * count;
}

/**
 * logit = (logit - best) / temperature; temperature > 0. The draw sees differences only, and counted from the best a tiny
 * temperature cannot make it infinite.
 */
export function applyTemperature(logits: Float32Array, temperature: number): void {
  const best = largest(logits);
  if (!Number.isFinite(best)) return;
  for (let id = 0; id < logits.length; id++) logits[id] = (logits[id]! - best) / temperature;
}

/** The ids of the k largest logits, of equal ones the lower ids, in no order; a view into `scratch`, which holds at least k values. */
export function selectTopK(logits: Float32Array, k: number, scratch: Int32Array): Int32Array {
  if (k === 0) return scratch.subarray(0, 0);
  let size = 0;
  let worst = -Infinity; // of the kept ones
  for (let id = 0; id < logits.length; id++) {
    if (!(logits[id]! > worst)) continue;
    if (size < k) pushHeap(scratch, size++, id, logits);
    else replaceWorst(scratch, size, id, logits);
    if (size === k) worst = logits[scratch[0]!]!;
  }
  return scratch.subarray(0, size);
}

/**
 * Keeps the smallest set of most probable tokens whose probability reaches p (nucleus sampling, Holtzman et al. 2019);
 * at least one. `scratch` holds at least as many values as there are logits.
 */
export function keepTopP(logits: Float32Array, p: number, scratch: Int32Array): void {
  if (p >= 1) return;
  const best = largest(logits);
  const total = exponentialSum(logits, best);
  // All tokens below (1 - p) / (n - 1) of the mass together hold less than 1 - p, so the others reach p without them and
  // few tokens are left to sort (the cut of llama2.c). The best token weighs 1 and always stays; the tiny slack covers
  // rounding of the sum.
  const floor = Math.min(1, ((1 - p) / Math.max(1, logits.length - 1)) * total * (1 - 1e-6));
  const lowest = best + Math.log(floor); // compared as logits: an exponential a token would be most of a draw's time
  let size = 0;
  for (let id = 0; id < logits.length; id++) if (logits[id]! >= lowest) scratch[size++] = id;
  const candidates = scratch.subarray(0, size).sort((a, b) => logits[b]! - logits[a]! || a - b);
  let mass = 0;
  let keep = 0;
  while (keep < size && (keep === 0 || mass < p * total)) mass += Math.exp(logits[candidates[keep++]!]! - best);
  const kept = candidates.subarray(0, keep).sort();
  let next = 0;
  for (let id = 0; id < logits.length; id++) {
    if (next < keep && kept[next] === id) next++;
    else logits[id] = -Infinity;
  }
}

/** Keeps tokens with at least `minP` of the best token's probability (Nguyen et al. 2024). */
export function keepMinP(logits: Float32Array, minP: number): void {
  const floor = largest(logits) + Math.log(minP);
  for (let id = 0; id < logits.length; id++) if (logits[id]! < floor) logits[id] = -Infinity;
}

/** The most likely token, of equals the lowest id; -1 when nothing can be drawn. */
export function drawGreedy(logits: Float32Array): number {
  let best = -1;
  let bestLogit = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! > bestLogit) {
      best = id;
      bestLogit = logits[id]!;
    }
  }
  return best;
}

/** A token drawn from softmax(logits) with `uniform` in [0, 1); -1 when nothing can be drawn. */
export function drawFrom(logits: Float32Array, uniform: number): number {
  const best = largest(logits);
  if (best === -Infinity) return -1;
  let remaining = uniform * exponentialSum(logits, best);
  let last = -1;
  for (let id = 0; id < logits.length; id++) {
    if (!(logits[id]! > -Infinity)) continue;
    last = id;
    remaining -= Math.exp(logits[id]! - best);
    if (remaining < 0) return id;
  }
  return last; // rounding left a crumb of the mass over
}

/** log(sum(exp(logits))), by which a logit becomes the logarithm of a probability. */
export function logOfExponentialSum(logits: Float32Array): number {
  const best = largest(logits);
  return best === -Infinity ? best : best + Math.log(exponentialSum(logits, best));
}

function largest(logits: Float32Array): number {
  let best = -Infinity;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > best) best = logits[id]!;
  return best;
}

function exponentialSum(logits: Float32Array, best: number): number {
  let sum = 0;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > -Infinity) sum += Math.exp(logits[id]! - best);
  return sum;
}

/** True when token a is the worse one: smaller logit, of equals the higher id. */
function worse(a: number, b: number, logits: Float32Array): boolean {
  return logits[a]! < logits[b]! || (logits[a] === logits[b] && a > b);
}

/** Min-heap with the worst kept token at index 0. */
function pushHeap(heap: Int32Array, size: number, id: number, logits: Float32Array): void {
  let at = size;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!worse(id, heap[parent]!, logits)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = id;
}

function replaceWorst(heap: Int32Array, size: number, id: number, logits: Float32Array): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && worse(heap[child + 1]!, heap[child]!, logits)) child++;
    if (!worse(heap[child]!, id, logits)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = id;
}
