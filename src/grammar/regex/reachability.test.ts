import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHermesError } from "../../errors.ts";
import { MAX_SEARCHED_STATES } from "./limits.ts";
import { Reachability, type StateGraph } from "./reachability.ts";

const SIZE = 9;

/** Graphs of a few states with two edges each, some of them missing. */
const graphArbitrary = fc.record({
  edges: fc.array(fc.integer({ min: -1, max: SIZE - 1 }), { minLength: SIZE * 2, maxLength: SIZE * 2 }),
  targets: fc.uniqueArray(fc.nat(SIZE - 1), { maxLength: 2 }),
  questions: fc.array(fc.nat(SIZE - 1), { minLength: 1, maxLength: SIZE }),
});

function graphOf(edges: readonly number[], targets: readonly number[], expanded: number[] = []): StateGraph {
  return {
    classCount: 2,
    step(state, characterClass) {
      if (characterClass === 0) expanded.push(state);
      return edges[state * 2 + characterClass]!;
    },
    isTarget: (state) => targets.includes(state),
    distance: (state) => (state * 7) % 5,
  };
}

function reachesNaively(graph: StateGraph, start: number): boolean {
  const seen = new Set([start]);
  for (const state of seen) {
    for (const next of [graph.step(state, 0), graph.step(state, 1)]) if (next !== -1) seen.add(next);
  }
  return [...seen].some((state) => graph.isTarget(state));
}

describe("reachability", () => {
  it("is what a whole search finds, in any order of questions, and expands no state twice", () => {
    fc.assert(
      fc.property(graphArbitrary, ({ edges, targets, questions }) => {
        const expanded: number[] = [];
        const reachability = new Reachability(graphOf(edges, targets, expanded));
        const answers = questions.map((state) => reachability.reaches(state));
        expect(answers).toEqual(questions.map((state) => reachesNaively(graphOf(edges, targets), state)));
        expect(expanded).toHaveLength(new Set(expanded).size);
      }),
      { seed: 3, numRuns: 3000 },
    );
  });

  it("with a limit never says no wrongly", () => {
    fc.assert(
      fc.property(graphArbitrary, ({ edges, targets, questions }) => {
        const reachability = new Reachability(graphOf(edges, targets));
        const wrong = questions.filter(
          (state) => !reachability.reaches(state, 2) && reachesNaively(graphOf(edges, targets), state),
        );
        expect(wrong).toEqual([]);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  it("gives up on a search without end", () => {
    const endless = { classCount: 1, step: (state: number) => state + 1, isTarget: () => false, distance: () => 0 };
    try {
      new Reachability(endless).reaches(0);
      expect.unreachable();
    } catch (error) {
      expect(isHermesError(error, "grammar-limit") && error.facts.limit).toBe(MAX_SEARCHED_STATES);
    }
  });
});
