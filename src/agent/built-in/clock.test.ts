import { describe, expect, test } from "vitest";
import { createBuiltIns } from "./index.ts";

const summer = Date.UTC(2026, 6, 1, 22, 5);
const winter = Date.UTC(2026, 11, 31, 22, 5);
const never = new AbortController().signal;

async function ask(name: "clock" | "calculator", callArguments: Record<string, string | number>, now = summer) {
  return createBuiltIns([name], () => now)[0]!.run(callArguments, never);
}

describe("clock", () => {
  test.each([
    ["Europe/Paris", summer, "00:05", "2026-07-02", "Thursday"],
    ["Europe/Paris", winter, "23:05", "2026-12-31", "Thursday"],
    ["paris", summer, "00:05", "2026-07-02", "Thursday"],
    ["America/New York", summer, "18:05", "2026-07-01", "Wednesday"],
    ["new york", summer, "18:05", "2026-07-01", "Wednesday"],
    ["Asia/Kathmandu", summer, "03:50", "2026-07-02", "Thursday"],
    ["UTC", summer, "22:05", "2026-07-01", "Wednesday"],
  ])("%s at %i", async (place, now, time, date, weekday) => {
    const { content, isError } = await ask("clock", { place }, now);
    expect(isError).toBe(false);
    expect(JSON.parse(content)).toMatchObject({ time, date, weekday, zone: expect.any(String) });
  });

  test.each(["Atlantis", "", "Europe/", "__proto__", '"'])("does not know %j", async (place) => {
    const { content, isError } = await ask("clock", { place });
    expect(isError).toBe(true);
    expect(content).toContain(`There is no time zone ${JSON.stringify(place)}`);
  });
});

describe("arguments of the built-ins", () => {
  test.each([
    ["calculator", { expression: "2 + 2" }, "4"],
    ["calculator", { expression: 7 }, "7"],
    ["calculator", { expression: "2 +" }, "No result: the expression ends where a number should stand."],
    ["calculator", { text: "2 + 2" }, 'calculator needs the argument "expression", a text.'],
    ["clock", {}, 'clock needs the argument "place", a text.'],
  ] as const)("%s %j", async (name, callArguments, content) => {
    expect((await ask(name, { ...callArguments })).content).toBe(content);
  });
});
