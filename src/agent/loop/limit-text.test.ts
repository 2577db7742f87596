import fc from "fast-check";
import { expect, test } from "vitest";
import { limitText } from "./limit-text.ts";

test.each([
  ["short", 5, "short"],
  ["longer", 5, "longe\n[cut here: 5 of 6 characters]"],
  ["😀😀", 4, "😀😀"],
  ["😀😀", 3, "😀\n[cut here: 2 of 4 characters]"],
  ["a\ud83d", 5, "a\ufffd"],
])("%j to %i", (text, length, limited) => {
  expect(limitText(text, length)).toBe(limited);
});

test("keeps the beginning of any text, in whole characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-composite" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const limited = limitText(text, length);
      expect(limited.isWellFormed()).toBe(true);
      const [kept = ""] = limited === text ? [text] : limited.split("\n[cut here: ");
      expect(text.startsWith(kept)).toBe(true);
      expect(kept.length).toBeLessThanOrEqual(length);
      if (limited !== text) expect(kept.length).toBeGreaterThanOrEqual(length - 1);
    }),
    { seed: 26 },
  );
});
