import fc from "fast-check";
import { expect, it } from "vitest";
import { SequenceStore } from "./sequence-store.ts";

it("gives equal sequences one number and keeps what they hold", () => {
  const sequences = fc.array(fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 4 }), { maxLength: 200 });
  fc.assert(
    fc.property(sequences, (list) => {
      const store = new SequenceStore();
      const numbers = list.map((sequence) => store.intern(Int32Array.from([...sequence, 99]), sequence.length));
      const read = numbers.map((number) => {
        const length = store.end(number) - store.begin(number);
        return Array.from({ length }, (_, index) => store.at(store.begin(number) + index));
      });
      expect(read).toEqual(list);
      expect(store.count).toBe(new Set(list.map(String)).size);
    }),
    { seed: 1, numRuns: 200 },
  );
});
