import { describe, expect, test } from "vitest";
import { readRetryAfter, retryDelay } from "./retry.ts";

const settings = { retries: 3, baseDelayMs: 100, longestDelayMs: 300 };

describe("retryDelay", () => {
  test.each([
    { name: "grows", repetition: 1, random: 1, asked: undefined, delay: 200 },
    { name: "never beyond the longest", repetition: 2, random: 1, asked: undefined, delay: 300 },
    { name: "is at least half", repetition: 0, random: 0, asked: undefined, delay: 50 },
    { name: "is what was asked for", repetition: 0, random: 0.5, asked: 250, delay: 250 },
    { name: "none when too much is asked for", repetition: 0, random: 0.5, asked: 301, delay: null },
    { name: "none when all are used up", repetition: 3, random: 0.5, asked: 1, delay: null },
  ])("$name", ({ repetition, random, asked, delay }) => {
    expect(retryDelay(settings, repetition, () => random, asked)).toBe(delay);
  });
});

describe("readRetryAfter", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  test.each([
    { name: "seconds", headers: { "retry-after": "2" }, ms: 2000 },
    { name: "parts of a second", headers: { "retry-after": "0.5" }, ms: 500 },
    { name: "a date", headers: { "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }, ms: 30_000 },
    { name: "a date gone by", headers: { "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, ms: 0 },
    { name: "milliseconds win", headers: { "retry-after-ms": "150", "retry-after": "9" }, ms: 150 },
    { name: "nonsense", headers: { "retry-after": "soon" }, ms: undefined },
    { name: "a negative number", headers: { "retry-after": "-5" }, ms: 0 },
    { name: "nothing", headers: {}, ms: undefined },
  ])("$name", ({ headers, ms }) => {
    expect(readRetryAfter(headers, now)).toBe(ms);
  });
});
