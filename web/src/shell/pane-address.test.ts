import { expect, test } from "vitest";
import { readPanes, renderPanes } from "./pane-address.ts";

test("addresses are read back", () => {
  for (const panes of [[], ["one"], ["one", "t/wo"]]) expect(readPanes(renderPanes(panes))).toEqual(panes);
});

test.each([
  ["", []],
  ["#", []],
  ["#/a/a", ["a"]],
  ["#/a/b/c", ["a", "b"]],
  ["#/%zz/b", ["b"]],
])("%j", (hash, panes) => {
  expect(readPanes(hash)).toEqual(panes);
});
