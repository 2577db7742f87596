import { expect, test } from "vitest";
import { groupByDay } from "./group-by-day.ts";

const now = new Date(2026, 10, 23, 9, 30);
const at = (...time: [number, number, number, number?, number?]) => {
  const changedAt = new Date(...time).getTime();
  return { id: String(changedAt), title: "", createdAt: 0, changedAt, messages: 1 };
};

test("days begin at midnight of the reader's clock", () => {
  const list = [at(2026, 10, 23, 0, 0), at(2026, 10, 22, 23, 59), at(2026, 10, 22), at(2026, 10, 16), at(2026, 10, 15)];
  expect(groupByDay(list, now).map(({ name, entries }) => [name, entries.length])).toEqual([
    ["Today", 1],
    ["Yesterday", 2],
    ["The last 7 days", 1],
    ["Earlier", 1],
  ]);
});
