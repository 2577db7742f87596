import { expect, test } from "vitest";
import { mostDistance, nameDistance } from "./edit-distance.ts";

test.for([
  ["name", "name", 0],
  ["userName", "user_name", 0],
  ["User Name", "user-name", 0],
  ["name", "nmae", 1],
  ["name", "names", 1],
  ["name", "nam", 1],
  ["colour", "color", 1],
  ["adress", "address", 1],
  ["receive", "recieved", 2],
  ["name", "note", 2],
  ["name", "address", Number.POSITIVE_INFINITY],
  ["_", "-", 1],
] as const)("%s and %s are %d apart", ([left, right, distance]) => {
  expect(nameDistance(left, right, 2)).toBe(distance);
  expect(nameDistance(right, left, 2)).toBe(distance);
  expect(nameDistance(left, right, 0)).toBe(distance === 0 ? 0 : Number.POSITIVE_INFINITY);
});

test.for([
  ["id", 0],
  ["name", 1],
  ["address", 2],
] as const)("of %s up to %d letters may be wrong", ([name, most]) => expect(mostDistance(name)).toBe(most));
