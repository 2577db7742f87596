import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AssistantNode, Conversation } from "../model.ts";
import { conversation } from "../testing/arbitrary-conversation.ts";
import { addNode, pathTo, removeBranch, replaceNode, showNode } from "./conversation-tree.ts";
import { mergeConversations } from "./merge-conversations.ts";

/** What a tab may do to a conversation. */
type Act = { readonly kind: "add" | "remove" | "show" | "rename" | "think"; readonly at: number };

const acts = fc.array(
  fc.record({
    kind: fc.constantFrom("add", "add", "remove", "show", "rename", "think"),
    at: fc.nat(),
  }) as fc.Arbitrary<Act>,
  { maxLength: 5 },
);

function perform(tree: Conversation, list: readonly Act[], tab: string): Conversation {
  let now = tree;
  for (const [index, act] of list.entries()) now = performOne(now, act, tab, `${tab}${index}`);
  return now;
}

function performOne(tree: Conversation, { kind, at }: Act, tab: string, fresh: string): Conversation {
  const ids = Object.keys(tree.nodes);
  const id = ids[at % Math.max(1, ids.length)] ?? null;
  if (kind === "add") return addNode(tree, { id: fresh, parent: id, createdAt: at % 10, role: "user", content: tab });
  if (kind === "rename") return { ...tree, title: `${tab}${at}`, titleByUser: true };
  if (kind === "think") return { ...tree, settings: { ...tree.settings, thinkingBudget: at } };
  if (id === null) return tree;
  return kind === "remove" ? removeBranch(tree, id) : showNode(tree, id);
}

const scene = fc.tuple(conversation(), acts, acts).map(([base, mine, other]) => {
  return { base, ours: perform(base, mine, "ours"), theirs: perform(base, other, "theirs") };
});

describe("laws", () => {
  test("nothing is lost that neither side deleted, nothing deleted comes back", () => {
    fc.assert(
      fc.property(scene, ({ base, ours, theirs }) => {
        const merged = mergeConversations(base, ours, theirs);
        const gone = new Set(merged.removed);
        expect(gone).toEqual(new Set([...ours.removed, ...theirs.removed]));
        const all = { ...theirs, nodes: { ...base.nodes, ...theirs.nodes, ...ours.nodes } };
        for (const id of Object.keys(all.nodes)) {
          const kept = pathTo(all, id).every((node) => !gone.has(node.id));
          expect(Object.hasOwn(merged.nodes, id)).toBe(kept);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test("both sides come to the same messages, and a second merge changes nothing", () => {
    fc.assert(
      fc.property(scene, ({ base, ours, theirs }) => {
        const [one, two] = [mergeConversations(base, ours, theirs), mergeConversations(base, theirs, ours)];
        expect(one.nodes).toEqual(two.nodes);
        expect(mergeConversations(theirs, one, theirs)).toEqual(one);
        expect(mergeConversations(base, ours, ours)).toEqual(ours);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test("the path shown exists, and is ours where ours is left", () => {
    fc.assert(
      fc.property(scene, ({ base, ours, theirs }) => {
        const merged = mergeConversations(base, ours, theirs);
        const path = pathTo(merged, merged.leaf).map(({ id }) => id);
        expect(path.length > 0).toBe(Object.keys(merged.nodes).length > 0 && merged.leaf !== null);
        if (ours.leaf !== null && Object.hasOwn(merged.nodes, ours.leaf)) expect(path).toContain(ours.leaf);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test("title and settings: what one side changed counts, ours where both did", () => {
    fc.assert(
      fc.property(scene, ({ base, ours, theirs }) => {
        const merged = mergeConversations(base, ours, theirs);
        expect(merged.title).toBe(ours.title === base.title ? theirs.title : ours.title);
        const budget = (tree: Conversation) => tree.settings.thinkingBudget;
        expect(budget(merged)).toBe(budget(ours) === budget(base) ? budget(theirs) : budget(ours));
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});

describe("answers in two states", () => {
  const step = (content: string) => [{ reasoning: null, content, calls: [], invalidCalls: [] }];
  const cases: readonly [
    name: string,
    ours: Partial<AssistantNode>,
    theirs: Partial<AssistantNode>,
    wins: "ours" | "theirs",
  ][] = [
    ["more text", { status: "running", steps: step("a") }, { status: "running", steps: step("ab") }, "theirs"],
    ["the end over more text", { status: "done", steps: step("a") }, { status: "running", steps: step("ab") }, "ours"],
    ["the end over a wrong guess", { status: "interrupted" }, { status: "done" }, "theirs"],
    ["running over waiting", { status: "waiting" }, { status: "running" }, "theirs"],
    ["ours when equal", { status: "stopped", edited: true }, { status: "done" }, "ours"],
  ];
  test.each(cases)("%s", (_name, ours, theirs, wins) => {
    const [base] = fc.sample(conversation(), { seed: 9, numRuns: 1 });
    const answer = {
      id: "x",
      parent: null,
      createdAt: 1,
      role: "assistant",
      steps: [],
      edited: false,
    } as unknown as AssistantNode;
    const tree = addNode(base!, answer);
    const [one, two] = [
      { ...answer, ...ours },
      { ...answer, ...theirs },
    ];
    const merged = mergeConversations(tree, replaceNode(tree, one), replaceNode(tree, two));
    expect(merged.nodes.x).toEqual(wins === "ours" ? one : two);
  });
});
