import { describe, expect, test } from "vitest";
import { type ErrorCode, type ErrorFacts, HermesError } from "../errors.ts";
import { type ApiError, badRequest } from "./api-error.ts";
import { toApiError } from "./error-table.ts";

const SECRET = "/home/anna/model";

function told<Code extends ErrorCode>(code: Code, facts: ErrorFacts[Code]): ApiError {
  return toApiError(new HermesError(code, `about ${SECRET}`, facts));
}

test("an ApiError stands as it is", () => {
  const error = badRequest("No.", "field");
  expect(toApiError(error)).toBe(error);
});

test.each([new TypeError(SECRET), SECRET, null, undefined])("%o is a fault without a word of its own", (error) => {
  const { message, facts, cause } = toApiError(error);
  expect(facts).toEqual({ status: 500, type: "server_error" });
  expect(message).not.toContain(SECRET);
  expect(cause).toBe(error);
});

test("the caller's mistakes are told as they are, with the field", () => {
  const cases = [
    told("usage", { argument: "topK" }),
    told("prompt-invalid", { field: "messages[1]" }),
    told("unsupported", { what: "x", supported: [] }),
    told("context-exceeded", { promptTokens: 5, contextLength: 4 }),
  ];
  expect(cases.map(({ message }) => message)).toEqual(cases.map(() => `about ${SECRET}`));
  expect(cases.map(({ facts }) => [facts.status, facts.param, facts.code])).toEqual([
    [400, "top_k", "invalid_value"],
    [400, "messages[1]", "invalid_prompt"],
    [400, null, "unsupported"],
    [400, null, "context_length_exceeded"],
  ]);
});

describe("failures of ours", () => {
  const url = "http://inner.example";
  test.each<[error: ApiError, status: number, retry: boolean]>([
    [told("generation-failed", { step: "x" }), 500, false],
    [told("compute-failed", { what: "x" }), 500, false],
    [told("file-missing", { path: SECRET }), 500, false],
    [told("memory-exhausted", { what: "x", byteLength: 1 }), 503, true],
    [told("engine-crashed", { what: "x", signal: null, exitCode: 1 }), 503, true],
    [told("disposed", { what: "x" }), 503, true],
    [told("remote-failed", { url, reason: "rate-limited", retryAfterMs: 5000 }), 429, true],
    [told("remote-failed", { url, reason: "unreachable" }), 503, true],
    [told("remote-failed", { url, reason: "circuit-open" }), 503, true],
    [told("remote-failed", { url, reason: "timeout" }), 504, false],
    [told("remote-failed", { url, reason: "rejected", status: 422 }), 400, false],
    [told("remote-failed", { url, reason: "unauthorised" }), 502, false],
    [told("remote-failed", { url, reason: "not-the-protocol" }), 502, false],
    [told("remote-failed", { url, reason: "cut" }), 502, false],
  ])("%#: %s", ({ message, facts }, status, retry) => {
    expect(facts.status).toBe(status);
    expect(facts.retryAfterMs !== undefined).toBe(retry);
    expect(message).not.toContain(SECRET);
    expect(message).not.toContain("inner.example");
  });

  test("an endpoint's waiting time is handed on", () => {
    expect(told("remote-failed", { url, reason: "rate-limited", retryAfterMs: 5000 }).facts.retryAfterMs).toBe(5000);
  });
});
