import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../errors.ts";
import type { Fault } from "./testing/answer-file.ts";
import {
  commitOf,
  ggufRepository,
  large,
  modelRepository,
  type TestFile,
  type TestRepository,
  text,
} from "./testing/hub-files.ts";
import { GOOD_TOKEN, startHubServer } from "./testing/hub-server.ts";
import { errorOf, pull, settingsFor } from "./testing/hub-test.ts";

const name = "org/model";

interface Refusal {
  readonly what: string;
  readonly repository?: TestRepository;
  readonly asked?: string;
  readonly token?: string;
  readonly include?: readonly string[];
  readonly fault?: Fault;
  readonly code: ErrorCode;
  /** A word of the facts. */
  readonly fact?: string;
  readonly message: RegExp;
}

const gated = { ...modelRepository(), gated: true };
const hidden = { ...modelRepository(), hidden: true };
const withFiles = (files: Readonly<Record<string, TestFile>>): TestRepository => ({ commit: commitOf("odd"), files });

const refusals: readonly Refusal[] = [
  {
    what: "a repository that does not exist",
    asked: "org/nothing",
    code: "hub-refused",
    fact: "repository-missing",
    message: /no model repository org\/nothing at http:.*check the name; for a private one set HF_TOKEN/,
  },
  {
    what: "a private repository without a token",
    repository: hidden,
    code: "hub-refused",
    fact: "repository-missing",
    message: /set HF_TOKEN/,
  },
  {
    what: "a private repository of others",
    repository: hidden,
    token: "hf_other",
    code: "hub-refused",
    fact: "repository-missing",
    message: /use a token that may read it/,
  },
  {
    what: "a bad token",
    token: "hf_bad",
    code: "hub-refused",
    fact: "token-refused",
    message: /refused the token.*make a new one/,
  },
  {
    what: "a gated repository without a token",
    repository: gated,
    code: "hub-refused",
    fact: "gated",
    message: /org\/model is gated: accept its conditions at http:\S+\/org\/model, make a token at \S+, set HF_TOKEN/,
  },
  {
    what: "a gated repository without access",
    repository: gated,
    token: "hf_other",
    code: "hub-refused",
    fact: "gated",
    message: /the account of this token has no access: ask for it/,
  },
  {
    what: "a revision that does not exist",
    asked: `${name}@v9`,
    code: "hub-refused",
    fact: "revision-missing",
    message: /org\/model has no revision v9/,
  },
  {
    what: "a page instead of JSON",
    fault: { kind: "page" },
    code: "hub-answer-invalid",
    fact: "JSON of a model hub",
    message: /answered with a page \(text\/html\), expected JSON.*check HF_ENDPOINT/,
  },
  {
    what: "a limit of an hour",
    fault: { kind: "status", status: 429, headers: { "retry-after": "3600" } },
    code: "hub-refused",
    fact: "too-many-requests",
    message: /Wait some minutes.*with HF_TOKEN set it allows more/,
  },
  {
    what: "an odd status",
    fault: { kind: "status", status: 418 },
    code: "hub-refused",
    fact: "other",
    message: /answered 418 for org\/model, expected 200/,
  },
  {
    what: "a redirect that goes in circles",
    fault: { kind: "status", status: 302, headers: { location: "?" } },
    code: "hub-answer-invalid",
    message: /redirects to one address after the other .6 redirects., expected a few steps/,
  },
  {
    what: "weights for others only",
    repository: withFiles({ "pytorch_model.bin": large(9), "config.json": text("{}") }),
    code: "unsupported",
    fact: "pytorch_model.bin",
    message: /has pytorch_model.bin, expected .safetensors or .gguf/,
  },
  {
    what: "no weights at all",
    repository: withFiles({ "a.txt": text("a") }),
    code: "unsupported",
    message: /has no weights at all/,
  },
  {
    what: "a pattern that fits nothing",
    include: ["*.json", "*.onnx"],
    code: "usage",
    fact: "include",
    message: /--include "\*.onnx" fits none of the 14 files/,
  },
  {
    what: "several quantizations",
    repository: ggufRepository(),
    code: "usage",
    message:
      /several quantizations: choose one, as in org\/model:Q4_K_M\n {2}Q4_K_M +700 bytes {2}Model-Q4_K_M.gguf\n {2}Q6_K +900 bytes.*\n {2}Q8_0 +1.4 kB/,
  },
  {
    what: "an unknown quantization",
    repository: ggufRepository(),
    asked: `${name}:IQ1_S`,
    code: "usage",
    message: /has no quantization IQ1_S: choose one/,
  },
  { what: "a quantization of safetensors", asked: `${name}:Q4_K_M`, code: "usage", message: /has no GGUF files/ },
  {
    what: "a part that is missing",
    repository: withFiles({ "m-Q8_0-00001-of-00002.gguf": large(9) }),
    code: "unsupported",
    message: /has 1 of 2 parts of Q8_0/,
  },
  {
    what: "a file name that leaves the folder",
    repository: withFiles({ "model.safetensors": large(9), "../../../evil": text("") }),
    include: ["*"],
    code: "hub-answer-invalid",
    message: /"\.\.\/\.\.\/\.\.\/evil", which is no path inside a folder/,
  },
  {
    what: "an absolute file name",
    repository: withFiles({ "/etc/evil": text("") }),
    include: ["*"],
    code: "hub-answer-invalid",
    message: /Nothing was downloaded/,
  },
  { what: "a name that is no model", asked: "../model", code: "usage", message: /names no model: expected ORG\/NAME/ },
];

describe("a pull is refused for", () => {
  test.each(refusals)("$what", async ({ repository, asked, token, include, fault, code, fact, message }) => {
    const hub = await startHubServer({ [name]: repository ?? modelRepository() });
    if (fault !== undefined) hub.faults.set("api", Array<Fault>(20).fill(fault));
    const settings = settingsFor(hub, token);
    const error = await errorOf(pull(asked ?? name, settings, include === undefined ? {} : { include }));
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    if (fact !== undefined) expect(Object.values(error.facts)).toContain(fact);
    const snapshots = join(settings.cacheFolder, "models--org--model", "snapshots");
    expect(existsSync(snapshots)).toBe(false);
  });

  test("a server that is not there", async () => {
    const settings = { ...settingsFor(await startHubServer({})), endpoint: "http://127.0.0.1:9" };
    const error = await errorOf(pull(name, settings));
    expect(error.message).toMatch(/^127.0.0.1:9 cannot be reached: .+\. Check the network and HF_ENDPOINT/);
    expect(error).toMatchObject({
      code: "hub-unreachable",
      facts: { url: expect.stringMatching(/^http:\/\/127.0.0.1:9\/api\/[^?]+$/) },
    });
  });

  test("being offline on purpose", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const error = await errorOf(pull(name, { ...settingsFor(hub), offline: true }));
    expect([error.code, hub.requests]).toEqual(["usage", []]);
  });

  test("a disk that is too small, before a byte is fetched", async () => {
    const repository = modelRepository();
    const hub = await startHubServer({ [name]: repository });
    const listed = { ...repository.files, "model-00001-of-00002.safetensors": { ...large(1), listedBytes: 2 ** 52 } };
    hub.repositories.set(name, { ...repository, files: listed });
    const settings = settingsFor(hub);
    const error = await errorOf(pull(name, settings));
    expect(error).toMatchObject({ code: "disk-full", facts: { path: settings.cacheFolder } });
    expect(error.message).toMatch(/needs 4503.6 TB more, the disk of .* has .* free: make room/);
    expect(hub.requests.filter(({ server }) => server === "storage")).toEqual([]);
  });

  test("a cache folder that cannot be one", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const settings = { ...settingsFor(hub), cacheFolder: "/dev/null/hub" };
    expect((await errorOf(pull(name, settings))).code).toBe("cache-write-failed");
  });

  test("a file that is listed and missing, and keeps what it has", async () => {
    const repository = modelRepository();
    const hub = await startHubServer({ [name]: repository });
    hub.faults.set("config.json", [{ kind: "status", status: 404, headers: { "x-error-code": "EntryNotFound" } }]);
    const settings = settingsFor(hub);
    const error = await errorOf(pull(name, settings, { parallel: 1 }));
    expect(error.message).toContain("lists config.json at");
    expect(readdirSync(join(settings.cacheFolder, "models--org--model"))).toEqual(["blobs"]);
    await pull(name, settings);
  });
});

test("a token opens what is gated, and a renamed repository is followed", async () => {
  const hub = await startHubServer({ [name]: gated });
  const location = `${hub.endpoint}/api/models/${name}/revision/main?expand=sha&expand=cardData`;
  hub.faults.set("api", [{ kind: "status", status: 307, headers: { location } }]);
  const { missing } = await pull(name, settingsFor(hub, GOOD_TOKEN));
  expect(missing).toEqual([]);
  const leaked = hub.requests.filter(
    ({ server, authorization }) => (server === "storage") === (authorization !== undefined),
  );
  expect(leaked).toEqual([]);
});
