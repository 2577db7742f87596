import { expect, test } from "vitest";
import { mergeOrders } from "./merge-orders.ts";

test.each([
  ["no list", [], ""],
  ["one list", ["bac"], "bac"],
  ["a name behind the others of a later list", ["opv", "op", "ofp"], "ofpv"],
  ["branches with a last name in common", ["kan", "kbn", "kcn"], "kabcn"],
  ["lists that contradict each other", ["ab", "ba"], "ab"],
  ["lists without a name in common", ["ab", "cd"], "abcd"],
])("%s", (_name, lists, merged) => {
  expect(mergeOrders(lists.map((list) => [...list])).join("")).toBe(merged);
});
