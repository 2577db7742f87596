import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as surface from "./index.ts";

test("the public surface", () => {
  expect(Object.keys(surface).sort()).toEqual([
    "DEFAULT_SYSTEM_PROMPT",
    "Hermes",
    "HermesError",
    "THINKING_PROMPT",
    "ThoughtControl",
    "collectMessage",
    "createOutputParser",
    "findModel",
    "isHermesError",
    "listModels",
    "parseOutput",
    "presets",
    "pullModel",
    "readHubSettings",
    "removeModel",
    "renderPrompt",
    "startOfAnswer",
  ]);
});

test("the public types, each with its sentence", () => {
  const source = readFileSync(fileURLToPath(new URL("index.ts", import.meta.url)), "utf8");
  const documented = [...source.matchAll(/\/\*\* [^*]+\. \*\/ (?:type )?(\w+)/g)].map((match) => match[1]!);
  const exported = source.match(/\w+(?=,\n| \} from)|\w+(?=,?\n\} from)/g) ?? [];
  expect(exported).toEqual(documented);
  const types = documented.filter((name) => !(name in surface));
  expect(documented.length).toBe(types.length + Object.keys(surface).length);
  expect(types.sort()).toEqual([
    "AskedRequest",
    "CallNote",
    "ChatAnswer",
    "ChatMessage",
    "ChatRequest",
    "ChatRole",
    "CompletionRequest",
    "Constraint",
    "Diagnostic",
    "EncodeOptions",
    "ErrorCode",
    "ErrorFacts",
    "FinishReason",
    "HubEnvironment",
    "HubSettings",
    "InvalidReason",
    "Json",
    "JsonSchemaConstraint",
    "Licence",
    "ListedModel",
    "LoadOptions",
    "LoadProgress",
    "LocalModel",
    "ModelFacts",
    "ObjectAnswer",
    "ObjectRequest",
    "OutputParser",
    "OutputParserOptions",
    "OutputPart",
    "ParsedOutput",
    "ParserEvent",
    "Preset",
    "PresetName",
    "ProfileName",
    "PromptWarning",
    "PullEvent",
    "PullOptions",
    "PulledModel",
    "RemoteBackendOptions",
    "RemoteMode",
    "Removal",
    "RenderInput",
    "RenderMode",
    "RenderedPrompt",
    "SamplingOptions",
    "SchemaTool",
    "ScoredToken",
    "StandardSchema",
    "StreamOptions",
    "StreamPart",
    "TextPart",
    "Timings",
    "TokenAccess",
    "TokenLogprob",
    "Tool",
    "ToolCallMessage",
    "Usage",
  ]);
});
