import fc from "fast-check";
import { expect, test } from "vitest";
import type { ByteMachine } from "../contract.ts";
import { feed } from "./testing/reference-mask.ts";
import { NOTHING, placeOf, SEVERAL, TransitionCache } from "./transition-cache.ts";

fc.configureGlobal({ seed: 31 });

/** Every state has its own successors, up to the largest numbers there are. */
const wide: ByteMachine = {
  start: 0,
  next: (state, byte) => ((state ^ byte) % 7 === 0 ? -1 : (Math.imul(state, 31) + byte) & 0x7fff_ffff),
  isAccepting: () => false,
  plainTextRoom: () => 0,
};

test("agrees with the machine however states push each other out", () => {
  const cache = new TransitionCache(wide);
  fc.assert(
    fc.property(fc.nat(0x7fff_ffff), fc.uint8Array({ maxLength: 200 }), (state, bytes) => {
      expect(cache.nextOfAll(state, bytes)).toBe(feed(wide, state, bytes));
    }),
  );
});

test("two bytes of one state never share a place", () => {
  fc.assert(
    fc.property(fc.nat(0x7fff_ffff), (state) => {
      expect(new Set(Array.from({ length: 256 }, (_, byte) => placeOf(state, byte))).size).toBe(256);
    }),
  );
});

test("asks the machine once for what it remembers", () => {
  let asked = 0;
  const cache = new TransitionCache({ ...wide, next: (state, byte) => ++asked && wide.next(state, byte) });
  for (let round = 0; round < 3; round++) for (let byte = 0; byte < 256; byte++) cache.next(9, byte);
  expect(asked).toBe(256);
});

test("the one byte that may follow", () => {
  const follow: Readonly<Record<number, string>> = { 1: "", 2: "x", 3: "xy", 4: "\u0000", 5: "\u00ff" };
  const cache = new TransitionCache({
    ...wide,
    next: (state, byte) => (follow[state]!.includes(String.fromCharCode(byte)) ? 1 : -1),
  });
  for (let round = 0; round < 2; round++) {
    expect([1, 2, 3, 4, 5].map((state) => cache.onlyByte(state))).toEqual([NOTHING, 0x78, SEVERAL, 0, 255]);
  }
});
