/** Sets of tokens as bits, 32 to a word: the layout of masks. */

export function emptySet(size: number): Uint32Array {
  return new Uint32Array(Math.ceil(size / 32));
}

export function hasToken(set: Uint32Array, token: number): boolean {
  return ((set[token >> 5]! >>> (token & 31)) & 1) === 1;
}

export function addToken(set: Uint32Array, token: number): void {
  set[token >> 5]! |= 1 << (token & 31);
}

export function removeToken(set: Uint32Array, token: number): void {
  set[token >> 5]! &= ~(1 << (token & 31));
}

/** The tokens that are in neither set, and bits behind the last token. */
export function inNeither(one: Uint32Array, other: Uint32Array): Uint32Array {
  const rest = new Uint32Array(one.length);
  for (let word = 0; word < rest.length; word++) rest[word] = ~(one[word]! | other[word]!);
  return rest;
}
