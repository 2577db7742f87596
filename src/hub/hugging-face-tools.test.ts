/** The cache is shared: what Hugging Face's own library fetches is found here, and it reads what is fetched here. */
import { scanCacheDir, snapshotDownload } from "@huggingface/hub";
import { expect, onTestFinished, test, vi } from "vitest";
import { findModel } from "./find-model.ts";
import { listModels } from "./list-models.ts";
import { removeModel } from "./remove-model.ts";
import { modelRepository } from "./testing/hub-files.ts";
import { startHubServer } from "./testing/hub-server.ts";
import { pull, readTree, settingsFor } from "./testing/hub-test.ts";

const name = "org/model";
const repository = modelRepository();

/** It tells the console of each file. */
function beQuiet(): void {
  vi.stubGlobal("console", { ...console, debug: () => undefined });
  onTestFinished(() => void vi.unstubAllGlobals());
}

test("its library reads what a pull has fetched", async () => {
  const hub = await startHubServer({ [name]: repository });
  const settings = settingsFor(hub);
  const { folder } = await pull(name, settings);
  const { repos, warnings } = await scanCacheDir(settings.cacheFolder);
  expect(warnings).toEqual([]);
  expect(repos).toMatchObject([
    { id: { name, type: "model" }, revisions: [{ commitOid: repository.commit, refs: ["main"], path: folder }] },
  ]);
  const [listed] = listModels(settings);
  expect(repos[0]).toMatchObject({ size: listed?.byteLength });
  expect(repos[0]?.revisions[0]?.files).toHaveLength(listed?.fileCount ?? 0);
});

test("what its library has fetched is found, added to and removed", async () => {
  beQuiet();
  const hub = await startHubServer({ [name]: repository });
  const settings = settingsFor(hub);
  const folder = await snapshotDownload({ repo: name, hubUrl: hub.endpoint, cacheDir: settings.cacheFolder });
  expect(findModel(name, settings)).toEqual({ folder, modelId: name });
  expect(Object.keys(readTree(folder)).sort()).toEqual(Object.keys(repository.files).sort());
  expect(await pull(name, settings)).toMatchObject({ folder, fetchedBytes: 0, missing: [] });
  await removeModel(name, { settings, signal: new AbortController().signal, onWait: () => undefined });
  expect(findModel(name, settings)).toBeNull();
});

test("its library needs to fetch nothing of what a pull has fetched", async () => {
  beQuiet();
  const hub = await startHubServer({ [name]: repository });
  const settings = settingsFor(hub);
  await pull(name, settings, { include: ["*"] });
  const before = hub.requests.length;
  await snapshotDownload({ repo: name, hubUrl: hub.endpoint, cacheDir: settings.cacheFolder });
  const fetched = hub.requests
    .slice(before)
    .filter(({ server, path }) => server === "storage" || path.includes("/resolve/"));
  expect(fetched).toEqual([]);
});
