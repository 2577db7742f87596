import { expect, test } from "vitest";
import { resolveConfig } from "../../config/index.ts";
import { renderLogLine } from "./render-log-line.ts";
import { createServerLog } from "./server-log.ts";

const plain = { dim: (text: string) => text };

test.each([
  [{ status: 200, route: "/v1/models" }, " status=200 route=/v1/models"],
  [{ reason: 'two "words"\n\u001b[2J' }, ' reason="two \\"words\\"\\n\\u001b[2J"'],
  [{ list: [1], nothing: null }, " list=[1] nothing=null"],
  [{}, ""],
])("a line of the log for people: %j", (facts, details) => {
  const line = JSON.stringify({ level: "info", time: "2026-11-23T07:42:29.634Z", ...facts, msg: "request" });
  expect(renderLogLine(line, plain)).toBe(`07:42:29 info  request${details}\n`);
});

/** What a log with these settings writes for one message of each kind. */
function logged(settings: object, watched = false): string {
  let errors = "";
  const terminal = {
    ...plain,
    watched,
    writeError: (text: string) => {
      errors += text;
    },
  };
  const log = createServerLog({ ...resolveConfig([]).values.log, ...settings }, terminal);
  const facts = { route: "/x", prompt: "P1", nested: { messages: ["P2"], authorization: "K1" }, apiKey: "K2" };
  log.info(facts, "one");
  log.warn(facts, "two");
  log.error(facts, "three");
  log.content?.(facts, "four");
  return errors;
}

const messages = (text: string) => [...text.matchAll(/"msg":"(\w+)"/g)].map((match) => match[1]);

test("levels, and nothing that may be secret whoever hands it over", () => {
  expect(messages(logged({}))).toEqual(["one", "two", "three"]);
  expect(messages(logged({ level: "warn" }))).toEqual(["two", "three"]);
  expect(logged({ level: "silent" })).toBe("");
  expect(logged({})).not.toMatch(/P1|P2|K1|K2/);
  expect(logged({})).toContain('"route":"/x"');
});

test("prompts where they are asked for; keys never", () => {
  const text = logged({ prompts: true });
  expect(messages(text)).toEqual(["one", "two", "three", "four"]);
  expect(text).toMatch(/P1[\s\S]*P2/);
  expect(text).not.toMatch(/K1|K2/);
});

test("lines for people on a terminal, unless told otherwise", () => {
  expect(logged({}, true)).toMatch(/^\d\d:\d\d:\d\d info {2}one route=\/x/);
  expect(logged({ pretty: false }, true)).toMatch(/^\{"level"/);
  expect(logged({ pretty: true }, false)).toMatch(/^\d\d:\d\d:\d\d info/);
});
