import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { defaultServerOptions, type GivenServerOptions, resolveServerOptions } from "./resolve-options.ts";

const sha256 = "0".repeat(64);

test("nothing given is the defaults; what is given stands over them", () => {
  expect(resolveServerOptions()).toEqual(defaultServerOptions);
  const given = resolveServerOptions({ port: 0, limits: { bodyBytes: 5 }, defaults: { thinking: true } });
  expect(given.limits).toEqual({ ...defaultServerOptions.limits, bodyBytes: 5 });
  expect(given.defaults).toEqual({ ...defaultServerOptions.defaults, thinking: true });
  expect(given.host).toBe("127.0.0.1");
});

describe("other computers", () => {
  test.each<[given: GivenServerOptions, fine: boolean]>([
    [{ host: "127.0.0.1" }, true],
    [{ host: "127.1.2.3" }, true],
    [{ host: "::1" }, true],
    [{ host: "localhost" }, true],
    [{ host: "0.0.0.0" }, false],
    [{ host: "::" }, false],
    [{ host: "192.168.1.7" }, false],
    [{ host: "hermes.example" }, false],
    [{ host: "127.example" }, false],
    [{ host: "0.0.0.0", withoutKeys: true }, true],
    [{ host: "0.0.0.0", keys: [{ name: "a", sha256 }] }, true],
  ])("%o: %s", (given, fine) => {
    const resolve = () => resolveServerOptions(given);
    if (fine) expect(resolve).not.toThrow();
    else expect(resolve).toThrow(/keys/);
  });
});

describe("what does not fit is refused by its name", () => {
  const nonsense = { nonsense: 1 } as GivenServerOptions;
  test.each<[argument: string, given: GivenServerOptions]>([
    ["nonsense", nonsense],
    ["limits.nonsense", { limits: nonsense as object }],
    ["defaults.nonsense", { defaults: nonsense as object }],
    ["host", { host: "" }],
    ["port", { port: 65_536 }],
    ["port", { port: 1.5 }],
    ["withoutKeys", { withoutKeys: true, keys: [{ name: "a", sha256 }] }],
    ["keys", { keys: [{ name: "a", sha256: "not a hash" }] }],
    ["keys", { keys: [{ name: "a", sha256: sha256.replace("0", "A") }] }],
    ["keys", { keys: ["a", "a"].map((name) => ({ name, sha256 })) }],
    ["corsOrigins", { corsOrigins: ["*"] }],
    ["corsOrigins", { corsOrigins: ["https://app.example/"] }],
    ["corsOrigins", { corsOrigins: ["app.example"] }],
    ["corsOrigins", { corsOrigins: ["null"] }],
    ["pageFolder", { pageFolder: "/no/such/folder" }],
    ["limits.bodyBytes", { limits: { bodyBytes: 0 } }],
    ["limits.runningRequests", { limits: { runningRequests: Number.NaN } }],
    ["limits.stalledReaderMs", { limits: { stalledReaderMs: 2 ** 31 } }],
    ["limits.promptTokens", { limits: { promptTokens: -1 } }],
    ["defaults.pingMs", { defaults: { pingMs: 0 } }],
    ["defaults.thinkingBudget", { defaults: { thinkingBudget: 0.5 } }],
    ["shutdownMs", { shutdownMs: -1 }],
  ])("%s of %o", (argument, given) => {
    let error: unknown;
    try {
      resolveServerOptions(given);
    } catch (caught) {
      error = caught;
    }
    expect(isHermesError(error, "usage") && error.facts.argument).toBe(argument);
  });
});
