import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flattenTokens } from "./flat-tokens.ts";
import { TokenIndex } from "./token-index.ts";
import { addToken } from "./token-set.ts";
import type { TokenTrie } from "./token-trie.ts";
import {
  BYTE_MASK,
  DEPTH_SHIFT,
  END_WORD,
  filterTrie,
  findNode,
  NODE_WORDS,
  TOKEN_SHIFT,
  TOKEN_WORD,
} from "./token-trie.ts";

fc.configureGlobal({ seed: 31 });

/** Tokens by the bytes on the way to them, read by jumps alone. */
function readTrie({ nodes }: TokenTrie): Map<string, number> {
  const tokens = new Map<string, number>();
  const read = (node: number, path: readonly number[]) => {
    const head = nodes[node]!;
    expect(head >> DEPTH_SHIFT).toBe(path.length);
    if ((head >> TOKEN_SHIFT) & 1) tokens.set(path.join(" "), nodes[node + TOKEN_WORD]!);
    const end = nodes[node + END_WORD]!;
    for (let child = node + NODE_WORDS; child < end; child = nodes[child + END_WORD]!) {
      read(child, [...path, nodes[child]! & BYTE_MASK]);
    }
  };
  read(0, []);
  return tokens;
}

const byte = fc.constantFrom(0, 1, 2, 255);
const token = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 9, arbitrary: fc.array(byte, { maxLength: 9 }).map((bytes) => Uint8Array.from(bytes)) },
);
const tokenList = fc.array(token, { maxLength: 60 });

/** The least token of each bytes. */
function expected(bytes: readonly (Uint8Array | null)[], keep: (token: number) => boolean = () => true) {
  const tokens = new Map<string, number>();
  for (const [index, own] of bytes.entries()) {
    const key = own?.join(" ") ?? "";
    if (key !== "" && !tokens.has(key)) tokens.set(key, index);
  }
  return new Map([...tokens].filter(([, index]) => keep(index)));
}

describe("trie", () => {
  test("holds each token once, under the least id of its bytes", () => {
    fc.assert(
      fc.property(tokenList, (bytes) => {
        const { trie } = TokenIndex.of(flattenTokens(bytes));
        expect(readTrie(trie)).toEqual(expected(bytes));
        expect(trie.depth).toBe(Math.max(0, ...bytes.map((own) => own?.length ?? 0)));
      }),
    );
  });

  test("filtered, holds the kept tokens and no branch without one", () => {
    fc.assert(
      fc.property(tokenList, fc.infiniteStream(fc.boolean()), (bytes, stream) => {
        const { trie } = TokenIndex.of(flattenTokens(bytes));
        const keep = Uint8Array.from(bytes, () => (stream.next().value ? 1 : 0));
        const kept = new Uint32Array(2);
        for (const [index, kind] of keep.entries()) if (kind === 1) addToken(kept, index);
        const filtered = filterTrie(trie, kept);
        const wanted = expected(bytes, (index) => keep[index] === 1);
        expect(readTrie(filtered)).toEqual(wanted);
        const prefixes = new Set([...wanted.keys()].flatMap((key) => prefixesOf(key)));
        expect(filtered.nodes.length / NODE_WORDS).toBe(prefixes.size + 1);
      }),
    );
  });

  test("finds the node of bytes where a token begins with them", () => {
    fc.assert(
      fc.property(tokenList, fc.array(byte, { maxLength: 4 }), fc.nat(3), (bytes, path, start) => {
        const { trie } = TokenIndex.of(flattenTokens(bytes));
        const wanted = path.slice(start).join(" ");
        const node = findNode(trie, Uint8Array.from(path), start);
        const exists = wanted === "" || [...expected(bytes).keys()].some((key) => prefixesOf(key).includes(wanted));
        expect(node >= 0).toBe(exists);
        if (exists) expect(trie.nodes[node]! >> DEPTH_SHIFT).toBe(path.slice(start).length);
      }),
    );
  });
});

function prefixesOf(key: string): string[] {
  const bytes = key.split(" ");
  return bytes.map((_, index) => bytes.slice(0, index + 1).join(" "));
}
