import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../defaults.ts";
import type { Conversation, MessageNode } from "../model.ts";
import { conversation as anyConversation } from "../testing/arbitrary-conversation.ts";
import { addNode, newestEnd, nodeOf, pathEntries, pathTo, removeBranch, showNode } from "./conversation-tree.ts";
import { withTitle } from "./node-text.ts";

const empty: Conversation = {
  id: "c",
  title: "",
  titleByUser: false,
  createdAt: 0,
  changedAt: 0,
  nodes: {},
  leaf: null,
  removed: [],
  settings: defaultSettings,
};

function say(id: string, parent: string | null, createdAt = 0): MessageNode {
  return { id, parent, createdAt, role: "user", content: `text of ${id}` };
}

/** "b<a" follows a. */
function grow(...names: string[]): Conversation {
  return names.reduce((tree, name) => {
    const [id, parent = null] = name.split("<");
    return addNode(tree, say(id!, parent));
  }, empty);
}

const ids = (nodes: readonly MessageNode[]) => nodes.map(({ id }) => id).join(" ");

describe("branches", () => {
  // a - b - c, a - d - e; shown is the branch begun last.
  const forked = grow("a", "b<a", "c<b", "d<a", "e<d");

  test("the path shown is the one added last, and each message knows its siblings", () => {
    expect(pathEntries(forked)).toMatchObject([
      { node: { id: "a" }, siblings: ["a"], index: 0 },
      { node: { id: "d" }, siblings: ["b", "d"], index: 1 },
      { node: { id: "e" }, siblings: ["e"], index: 0 },
    ]);
  });

  test("a branch is shown to its newest end", () => {
    expect(ids(pathTo(forked, showNode(forked, "b").leaf))).toBe("a b c");
    expect(newestEnd(forked, "a")).toBe("e");
    expect(showNode(forked, "nobody")).toBe(forked);
  });

  const removals: readonly [name: string, remove: string, shown: string][] = [
    ["the branch shown moves to the sibling", "d", "a b c"],
    ["a branch that is not shown changes nothing", "b", "a d e"],
    ["without a sibling the parent is the end", "e", "a d"],
    ["the root leaves an empty conversation", "a", ""],
  ];
  test.each(removals)("deleting: %s", (_name, remove, shown) => {
    const left = removeBranch(forked, remove);
    expect(ids(pathTo(left, left.leaf))).toBe(shown);
    expect(left.removed).toEqual([remove]);
  });

  test("names of Object.prototype are no messages", () => {
    for (const name of ["constructor", "__proto__", "toString"]) expect(nodeOf(forked, name)).toBe(null);
  });

  test("a clock that goes back does not change the order of siblings", () => {
    const later = addNode(addNode(empty, say("x", null, 500)), say("y", null, 100));
    expect(pathEntries(later)[0]!.siblings).toEqual(["x", "y"]);
  });
});

test("whatever is deleted, the path shown goes from a first message to an end that exists", () => {
  fc.assert(
    fc.property(anyConversation(), fc.nat(), (tree, pick) => {
      const names = Object.keys(tree.nodes);
      if (names.length === 0) return;
      const left = removeBranch(tree, names[pick % names.length]!);
      const path = pathTo(left, left.leaf);
      expect(path.length > 0).toBe(Object.keys(left.nodes).length > 0 && left.leaf !== null);
      if (Object.values(left.nodes).some(({ parent }) => parent === null)) expect(path[0]?.parent).toBe(null);
      for (const { parent } of Object.values(left.nodes)) if (parent !== null) expect(left.nodes[parent]).toBeDefined();
    }),
    { seed: 4, numRuns: 300 },
  );
});

describe("titles", () => {
  const first = (content: string) => addNode(empty, { id: "a", parent: null, createdAt: 1, role: "user", content });
  const cases: readonly [content: string, title: string][] = [
    ["  Hello,\n\tworld  ", "Hello, world"],
    ["", ""],
    ["word ".repeat(30), "word word word word word word word word word word word word…"],
    ["x".repeat(80), `${"x".repeat(59)}…`],
    ["😀".repeat(80), `${"😀".repeat(59)}…`],
  ];
  test.each(cases)("%j", (content, title) => {
    expect(withTitle(first(content)).title).toBe(title);
  });

  test("one the user wrote stays", () => {
    expect(withTitle({ ...first("words"), title: "Mine", titleByUser: true }).title).toBe("Mine");
  });
});
