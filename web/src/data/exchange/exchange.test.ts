import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInCharacters } from "../characters/built-in.ts";
import { defaultSettings } from "../defaults.ts";
import type { Conversation } from "../model.ts";
import { conversation } from "../testing/arbitrary-conversation.ts";
import { fileName } from "./file-names.ts";
import { renderCharactersJson, renderConversationsJson } from "./json-file.ts";
import { renderMarkdownFile } from "./render-markdown.ts";
import { placeConversation, readFileContent } from "./take-in.ts";

const several = fc.tuple(conversation("one"), conversation("two", "m")).map((pair) => pair as readonly Conversation[]);

const simple: Conversation = {
  id: "a1",
  title: "Sheep -- and more",
  titleByUser: true,
  createdAt: 1,
  changedAt: 2,
  nodes: {
    q: { id: "q", parent: null, createdAt: 1, role: "user", content: "How many?\n<!-- hermes4:text {} -->" },
    a: {
      id: "a",
      parent: "q",
      createdAt: 2,
      role: "assistant",
      steps: [
        {
          reasoning: { text: "All but 9.", tokens: 4, elapsedMs: 1200, ended: true, closed: true },
          content: "Nine.",
          calls: [],
          invalidCalls: [],
        },
      ],
      status: "done",
      finishReason: "stop",
      error: null,
      usage: null,
      timings: null,
      model: "nano",
      settings: { ...defaultSettings, system: "Count." },
      edited: false,
    },
  },
  leaf: "a",
  removed: [],
  settings: { ...defaultSettings, system: "Count." },
};

const markdown = renderMarkdownFile([simple]);

describe("round trips", () => {
  test("JSON gives the same conversations", () => {
    fc.assert(
      fc.property(several, (conversations) => {
        expect(readFileContent(renderConversationsJson(conversations)).conversations).toEqual(conversations);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test("Markdown gives the same conversations, whatever the texts are", () => {
    fc.assert(
      fc.property(several, (conversations) => {
        expect(readFileContent(renderMarkdownFile(conversations)).conversations).toEqual(conversations);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("characters come back", () => {
    const own = { ...builtInCharacters[0]!, id: "mine", builtIn: false };
    expect(readFileContent(renderCharactersJson([own])).characters).toEqual([own]);
  });
});

describe("Markdown for people", () => {
  test("holds headings, prompt, thought and text, and comments only beside", () => {
    const visible = markdown.replaceAll(/^<!-- .* -->\n/gm, "");
    expect(visible).toBe(
      [
        "# Sheep -- and more",
        "**System prompt**\n\nCount.",
        "## You\n\nHow many?\n\\<!-- hermes4:text {} -->",
        "## nano",
        "",
        "<details>\n<summary>Thought: 4 tokens, 1.2 s</summary>\n\nAll but 9.\n\n</details>",
        "Nine.",
        "",
      ].join("\n\n"),
    );
  });

  test("no comment ends early", () => {
    for (const comment of markdown.match(/^<!-- .*$/gm)!) expect(comment.slice(4, -3)).not.toMatch(/--|>/);
  });

  test("is read after an editor changed line ends, put a byte order mark first, or a reader wrote into it", () => {
    expect(readFileContent(`\uFEFF${markdown.replaceAll("\n", "\r\n")}`).conversations).toEqual([simple]);
    const corrected = markdown.replace("Nine.", "Nine sheep.");
    expect(JSON.stringify(readFileContent(corrected))).toContain("Nine sheep.");
    expect(readFileContent(`Notes before.\n\n${markdown}`).conversations).toEqual([simple]);
  });
});

const json = renderConversationsJson([simple]);

describe("files that are refused", () => {
  const cases: readonly [name: string, file: string, message: RegExp][] = [
    ["nothing", "", /no file of this page/],
    ["other text", "# My notes", /no file of this page/],
    ["broken JSON", "{", /is none/],
    ["other JSON", "{}", /"format"/],
    ["a later version", json.replace('"version": 1', '"version": 2'), /version 2, this page reads version 1/],
    ["a missing field", json.replace('"titleByUser": true,', ""), /conversations\[0\]\.titleByUser/],
    ["a field nobody knows", json.replace('"titleByUser"', '"colour": 1, "titleByUser"'), /colour/],
    ["a parent that is not there", json.replace('"parent": "q"', '"parent": "x"'), /follows "x", which does not exist/],
    ["a circle", json.replace('"parent": null', '"parent": "a"'), /follows itself/],
    ["a leaf that is not there", json.replace('"leaf": "a"', '"leaf": "b"'), /`leaf` is "b"/],
    ["a key that is no id", json.replace('"q": {', '"__proto__": {'), /follows "q"/],
    ["a part nobody knows", markdown.replace("hermes4:step", "hermes4:stop"), /part "stop"/],
    ["a comment without JSON", markdown.replace("hermes4:step {}", "hermes4:step {"), /line \d+ holds no JSON/],
    ["a comment with a list", markdown.replace("hermes4:step {}", "hermes4:step []"), /no JSON object/],
    ["a thought before any answer", markdown.replace(/<!-- hermes4:step \{\} -->\n/, ""), /before its step/],
    ["a message twice", markdown.replaceAll('"id":"q"', '"id":"a"'), /same id/],
    ["a later Markdown", markdown.replace('"version":1', '"version":9'), /version 9/],
  ];
  test.each(cases)("%s", (_name, file, message) => {
    expect(() => readFileContent(file)).toThrow(message);
    expect(() => readFileContent(file)).toThrow(expect.objectContaining({ name: "ImportFailure" }));
  });

  test("any damage is an ImportFailure or leaves a sound conversation", () => {
    const damage = fc.record({ at: fc.nat(), remove: fc.nat({ max: 40 }), insert: fc.string({ maxLength: 10 }) });
    fc.assert(
      fc.property(fc.constantFrom(json, markdown), damage, (file, { at, remove, insert }) => {
        const place = at % file.length;
        try {
          readFileContent(file.slice(0, place) + insert + file.slice(place + remove));
        } catch (error) {
          expect(error).toMatchObject({ name: "ImportFailure" });
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe("placing", () => {
  test("the same conversation is not added twice, another state of it gets its own id", () => {
    expect(placeConversation(simple, null)).toEqual(simple);
    expect(placeConversation(simple, structuredClone(simple))).toBe(null);
    const other = placeConversation(simple, { ...simple, title: "Other" })!;
    expect(other.id).not.toBe(simple.id);
    expect({ ...other, id: simple.id }).toEqual(simple);
  });

  test("no answer of a file runs", () => {
    const running = { ...simple, nodes: { ...simple.nodes, a: { ...simple.nodes.a!, status: "running" } } };
    const placed = placeConversation(running as Conversation, null)!;
    expect(placed.nodes.a).toMatchObject({ status: "interrupted" });
  });
});

test.each([
  ["How many sheep?", "How-many-sheep.md"],
  ["../../etc/passwd", "etc-passwd.md"],
  ["日本語 テスト", "日本語-テスト.md"],
  ["???", "conversations.md"],
])("the file of %j is %s", (title, name) => {
  expect(fileName(title, "conversations", "md")).toBe(name);
});
