import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RepositoryFile } from "../api/read-repository.ts";
import type { Fault } from "../testing/answer-file.ts";
import { contentId, large, type TestFile, text } from "../testing/hub-files.ts";
import { GOOD_TOKEN, type HubServer, startHubServer } from "../testing/hub-server.ts";
import { errorOf, settingsFor, temporaryFolder } from "../testing/hub-test.ts";
import { downloadFile } from "./download-file.ts";

const length = 300_000;
const whole = large(length, 5);
const name = "org/model";
const path = "a folder/weights #1.safetensors";
const commit = "a".repeat(40);

function fileOf({ bytes, large: isLarge }: TestFile): RepositoryFile {
  const file = { bytes, large: isLarge };
  return { path, byteLength: bytes.length, hash: isLarge ? "sha256" : "git-sha1", id: contentId(file) };
}

interface Download {
  readonly bytes: Buffer;
  readonly received: readonly number[];
  readonly retries: readonly string[];
}

interface DownloadSetting {
  readonly file?: TestFile;
  /** What the folder has of it already. */
  readonly begun?: Uint8Array;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly onBytes?: (bytes: number) => unknown;
}

async function download(hub: HubServer, setting: DownloadSetting = {}): Promise<Download> {
  const { file = whole, begun, signal = new AbortController().signal, timeoutMs = 30_000 } = setting;
  const folder = join(temporaryFolder(), "blobs");
  await mkdir(folder);
  const paths = { blobPath: join(folder, "blob"), partPath: join(folder, "part") };
  if (begun !== undefined) writeFileSync(paths.partPath, begun);
  const source = { settings: { ...settingsFor(hub, GOOD_TOKEN), timeoutMs }, repository: name, commit };
  const [received, retries]: [number[], string[]] = [[], []];
  await downloadFile(source, fileOf(file), paths, {
    signal,
    retryDelayMs: 1,
    onBytes: (bytes) => {
      received.push(bytes);
      setting.onBytes?.(bytes);
    },
    onRetry: ({ message }) => retries.push(message),
  }).catch((error: unknown) => {
    const left = readdirSync(folder).map((entry) => [entry, readFileSync(join(folder, entry)).length]);
    throw Object.assign(error as Error, { left: Object.fromEntries(left) });
  });
  expect(readdirSync(folder)).toEqual(["blob"]);
  return { bytes: readFileSync(paths.blobPath), received, retries };
}

async function startHub(file = whole, faults: Fault[] = []): Promise<HubServer> {
  const hub = await startHubServer({ [name]: { commit, files: { [path]: file } } });
  hub.faults.set(path, faults);
  return hub;
}

const mended: readonly [what: string, faults: Fault[], requests: number][] = [
  ["nothing wrong", [], 1],
  ["a cut before the first byte", [{ kind: "cut", afterBytes: 0 }], 2],
  ["a cut behind the first byte", [{ kind: "cut", afterBytes: 1 }], 2],
  ["a cut before the last byte", [{ kind: "cut", afterBytes: length - 1 }], 2],
  ["five cuts", [1, 2, 3, 4, 5].map((n) => ({ kind: "cut", afterBytes: n * 7_001 })), 6],
  ["a server without ranges that cuts once", [{ kind: "cut", afterBytes: 9 }, { kind: "no-ranges" }], 2],
  [
    "a restarting server",
    [
      { kind: "status", status: 503 },
      { kind: "status", status: 502 },
    ],
    3,
  ],
  ["an expired signature", [{ kind: "status", status: 403 }], 2],
  ["too many requests", [{ kind: "status", status: 429, headers: { "retry-after": "0" } }], 2],
];

describe("a large file arrives whole after", () => {
  test.each(mended)("%s", async (_what, faults, requests) => {
    const hub = await startHub(whole, faults);
    const { bytes, retries } = await download(hub);
    expect(bytes.equals(whole.bytes)).toBe(true);
    expect(hub.requests.filter(({ server }) => server === "storage")).toHaveLength(requests);
    expect(retries).toHaveLength(requests - 1);
  });

  test("silence in the middle", async () => {
    const hub = await startHub(whole, [{ kind: "stall", afterBytes: 70_000 }]);
    const { bytes, retries } = await download(hub, { timeoutMs: 1_000 });
    expect(bytes.equals(whole.bytes)).toBe(true);
    expect(retries[0]).toMatch(/it sent nothing for 1 s/);
  });

  test("a cut at any bytes, from any beginning", async () => {
    const hub = await startHub();
    await fc.assert(
      fc.asyncProperty(fc.nat(length), fc.array(fc.nat(length), { maxLength: 4 }), async (begun, cuts) => {
        hub.faults.set(
          path,
          cuts.map((afterBytes) => ({ kind: "cut", afterBytes })),
        );
        const { bytes, received } = await download(hub, { begun: whole.bytes.subarray(0, begun) });
        expect(bytes.equals(whole.bytes)).toBe(true);
        expect([received[0], received.at(-1)]).toEqual([begun, length]);
        hub.faults.clear();
      }),
      { numRuns: 25, seed: 4 },
    );
  });
});

describe("what is there already", () => {
  test("is not fetched again", async () => {
    const hub = await startHub();
    await download(hub, { begun: whole.bytes.subarray(0, 123_456) });
    expect(hub.requests.at(-1)).toMatchObject({ server: "storage", range: "bytes=123456-" });
  });

  test("is thrown away when it is something else", async () => {
    const hub = await startHub();
    const { bytes } = await download(hub, { begun: new Uint8Array(1_000) });
    expect(bytes.equals(whole.bytes)).toBe(true);
    expect(hub.requests.filter(({ server }) => server === "storage").map(({ range }) => range)).toEqual([
      "bytes=1000-",
      undefined,
    ]);
  });

  test("is thrown away when it is longer than the file", async () => {
    const { bytes } = await download(await startHub(), { begun: new Uint8Array(length + 1) });
    expect(bytes.equals(whole.bytes)).toBe(true);
  });

  test("needs no request when it is whole", async () => {
    const hub = await startHub();
    await download(hub, { begun: whole.bytes });
    expect(hub.requests).toEqual([]);
  });
});

const small: readonly [what: string, file: TestFile][] = [
  ["a file that git names", text("{}\n")],
  ["an empty file", text("")],
  ["an empty large file", large(0)],
];

test.each(small)("%s is checked too", async (_what, file) => {
  expect((await download(await startHub(file), { file })).bytes.equals(file.bytes)).toBe(true);
});

const refused: readonly [what: string, faults: Fault[], code: string, message: RegExp][] = [
  [
    "one bit is wrong",
    [{ kind: "flipped-bit", at: 200_000 }],
    "download-damaged",
    /expected sha256 \w{64}, got \w{64}\. Nothing of it was kept/,
  ],
  ["it is longer than announced", [{ kind: "longer" }], "download-damaged", /expected 300000 bytes, got more/],
  [
    "a network answers with its sign-in page",
    [{ kind: "page" }],
    "hub-answer-invalid",
    /a page \(text\/html\), expected 300000 bytes/,
  ],
  [
    "the hub keeps failing",
    Array<Fault>(20).fill({ kind: "status", status: 500 }),
    "hub-refused",
    /failed with status 500. Run the command again later/,
  ],
  [
    "the connection keeps breaking",
    Array<Fault>(20).fill({ kind: "cut", afterBytes: 0 }),
    "hub-unreachable",
    /the connection broke/,
  ],
  [
    "it wants a rest of an hour",
    [{ kind: "status", status: 429, headers: { "retry-after": "3600" } }],
    "hub-refused",
    /allows no more requests for now/,
  ],
];

describe("a download fails when", () => {
  test.each(refused)("%s", async (_what, faults, code, message) => {
    const error = await errorOf(download(await startHub(whole, faults)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("secret");
    const { left } = error as unknown as { left: Record<string, number> };
    expect(left.blob).toBeUndefined();
    if (code === "download-damaged") expect(left).toEqual({});
  });

  test("a server without ranges keeps cutting at the same place", async () => {
    const faults = Array<Fault>(40).fill({ kind: "no-ranges", cutAfterBytes: 5_000 });
    const hub = await startHub(whole, faults);
    expect((await errorOf(download(hub))).code).toBe("hub-unreachable");
    expect(hub.requests.length).toBeLessThan(25);
  });
});

test("an abort keeps what is there", async () => {
  const hub = await startHub(whole, [{ kind: "stall", afterBytes: 50_000 }]);
  const controller = new AbortController();
  const { signal } = controller;
  const onBytes = (bytes: number) => bytes === 50_000 && controller.abort();
  const failure = await download(hub, { signal, onBytes }).catch((error: unknown) => error);
  expect(failure).toBe(signal.reason);
  expect((failure as { left?: unknown }).left).toEqual({ part: 50_000 });
});

test("the token goes to the hub and not to the storage server", async () => {
  const hub = await startHub();
  await download(hub);
  const seen = hub.requests.map(({ server, authorization }) => [server, authorization]);
  expect(seen).toEqual([
    ["hub", `Bearer ${GOOD_TOKEN}`],
    ["storage", undefined],
  ]);
});
