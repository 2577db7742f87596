import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../defaults.ts";
import type { Conversation, MessageNode } from "../model.ts";
import { text } from "../testing/arbitrary-conversation.ts";
import { foldText, foldWithPlaces } from "./fold-text.ts";
import { SearchIndex } from "./search-index.ts";
import { cutSnippet } from "./snippet.ts";

function talk(id: string, title: string, ...contents: string[]): Conversation {
  const nodes = contents.map((content, index): MessageNode => {
    return {
      id: `${id}-${index}`,
      parent: index === 0 ? null : `${id}-${index - 1}`,
      createdAt: index,
      role: "user",
      content,
    };
  });
  const tree = Object.fromEntries(nodes.map((node) => [node.id, node]));
  const leaf = nodes.at(-1)?.id ?? null;
  const shared = { titleByUser: true, createdAt: 0, removed: [], settings: defaultSettings };
  return { ...shared, id, title, changedAt: contents.length, nodes: tree, leaf };
}

const conversations = [
  talk("a", "Crème brûlée", "How long does it burn?", "Two minutes under the grill."),
  talk("b", "Physics", "Explain the photoelectric effect.", "Light frees electrons. Crème is no part of it.", "Thanks"),
  talk("c", "Straße nach Süden", "ΣΟΦΟΣ and the ﬁre"),
];

function indexOf(...list: readonly Conversation[]): SearchIndex {
  const index = new SearchIndex();
  for (const conversation of list) index.put(conversation);
  return index;
}

const queries: readonly [query: string, found: string][] = [
  ["creme", "a null, b b-1"],
  ["CRÈME minutes", "a null"],
  ["photo effect", "b b-0"],
  ["strasse", ""],
  ["straße", "c null"],
  ["σοφος", "c c-0"],
  ["fire", "c c-0"],
  ["nothing of this", ""],
  ["  ", ""],
];

test.each(queries)("%j finds %j", (query, found) => {
  const hits = indexOf(...conversations).search(query, 10);
  expect(hits.map(({ conversation, node }) => `${conversation.id} ${node}`).join(", ")).toBe(found);
});

test("a changed conversation is found by its new text only, a dropped one no more", () => {
  const index = indexOf(...conversations);
  index.put(talk("a", "Soup", "How long does it boil?"));
  expect(index.search("brulee", 10)).toEqual([]);
  expect(index.search("boil", 10)).toHaveLength(1);
  index.keep(new Set(["b"]));
  expect(index.search("boil", 10)).toEqual([]);
});

describe("snippets", () => {
  test("show the words on one line, with their places", () => {
    const long = `${"before ".repeat(20)}the crème\nbrûlée ${"after ".repeat(40)}`;
    const { snippet, matches } = cutSnippet(long, ["creme", "brulee"]);
    expect(snippet).toMatch(/^…before .* the crème brûlée after .*…$/);
    expect(matches.map(([start, end]) => snippet.slice(start, end))).toEqual(["crème", "brûlée"]);
  });

  test("hold every word that was found, whatever the text is", () => {
    fc.assert(
      fc.property(text, text, text, (head, middle, tail) => {
        const word = foldText(middle)
          .split(/\s+/u)
          .find((piece) => piece !== "");
        if (word === undefined) return;
        const { snippet, matches } = cutSnippet(head + middle + tail, [word]);
        expect(matches.length).toBeGreaterThan(0);
        for (const [start, end] of matches) expect(foldText(snippet.slice(start, end))).toContain(word[0]);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test("folding with places is folding", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (any) => {
        const { folded, starts } = foldWithPlaces(any);
        expect(folded).toBe(foldText(any));
        expect(starts).toHaveLength(folded.length + 1);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});

test("1,000 conversations are searched in well under a second", () => {
  const filler = "Light shines on the metal and frees electrons from it. ".repeat(18);
  const many = Array.from({ length: 1_000 }, (_, i) =>
    talk(`c${i}`, `Conversation ${i}`, ...Array.from({ length: 20 }, (_, j) => `${filler} ${i} and ${j}`)),
  );
  const index = indexOf(...many);
  const start = performance.now();
  const hits = index.search("electrons 777", 50);
  const elapsedMs = performance.now() - start;
  expect(hits.map(({ conversation }) => conversation.id)).toEqual(["c777"]);
  // Measured: 30 ms on one slow core.
  expect(elapsedMs).toBeLessThan(500);
});
