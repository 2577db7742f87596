import "fake-indexeddb/auto";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ChatData } from "../contract.ts";
import type { AssistantNode } from "../model.ts";
import { PageDatabase } from "../store/page-database.ts";
import { StorageFailure } from "../store/storage-failure.ts";
import { freshName, openPage, until } from "../testing/open-page.ts";
import { answerOf, chunk, ScriptedServer, ScriptedStream } from "../testing/scripted-server.ts";
import { pathEntries } from "../tree/conversation-tree.ts";
import { textOf } from "../tree/node-text.ts";

const chat = "/v1/chat/completions";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function shown(data: ChatData, id: string): string {
  const conversation = data.getSnapshot().conversations.get(id);
  return conversation === undefined
    ? "closed"
    : pathEntries(conversation)
        .map(({ node }) => textOf(node))
        .join(" | ");
}

async function twoTabs(answers: readonly string[]) {
  const left = [...answers];
  const server = new ScriptedServer({ [chat]: () => answerOf(left.shift() ?? "nothing left") });
  const storageName = freshName();
  const [one, two] = [await openPage(server, { storageName }), await openPage(server, { storageName })];
  return { server, one, two, storageName };
}

describe("two tabs", () => {
  test("see each other's conversations, messages and titles", async () => {
    const { one, two } = await twoTabs(["A", "B"]);
    const id = one.createConversation();
    await one.send(id, "First");
    await until(two, () => two.getSnapshot().list.length === 1);
    await two.openConversation(id);
    await two.send(id, "Second");
    await until(one, () => shown(one, id) === "First | A | Second | B");
    two.renameConversation(id, "Named");
    await until(one, () => one.getSnapshot().list[0]?.title === "Named");
    await Promise.all([one.dispose(), two.dispose()]);
  });

  test("that answer the same message keep both branches, each its own in view", async () => {
    const { one, two, server } = await twoTabs(["A"]);
    const id = one.createConversation();
    await one.send(id, "First");
    await until(two, () => two.getSnapshot().list.length === 1);
    await two.openConversation(id);
    const streams = [new ScriptedStream(), new ScriptedStream()];
    let next = 0;
    server.on(chat, () => streams[next++]!.response);
    const sent = [one.send(id, "One"), two.send(id, "Two")];
    await until(two, () => next === 2);
    for (const stream of streams) stream.send(chunk.text("ok"), chunk.finish(), "[DONE]");
    await Promise.all(sent);
    for (const data of [one, two])
      await until(data, () => Object.keys(data.getSnapshot().conversations.get(id)!.nodes).length === 6);
    expect([shown(one, id), shown(two, id)]).toEqual(["First | A | One | ok", "First | A | Two | ok"]);
    await Promise.all([one.dispose(), two.dispose()]);
  });

  test("a running answer is seen next door and is not taken for a broken one", async () => {
    const { one, two, server } = await twoTabs([]);
    const stream = new ScriptedStream();
    server.on(chat, () => stream.response);
    const id = one.createConversation();
    const sent = one.send(id, "Slow");
    stream.send(chunk.text("Begun"));
    await until(two, () => two.getSnapshot().list.length === 1);
    await two.openConversation(id);
    const status = () => (pathEntries(two.getSnapshot().conversations.get(id)!)[1]!.node as AssistantNode).status;
    await until(two, () => shown(two, id) === "Slow | Begun");
    expect(status()).toBe("running");
    stream.send(chunk.text(" and ended"), chunk.finish(), "[DONE]");
    await sent;
    await until(two, () => shown(two, id) === "Slow | Begun and ended" && status() === "done");
    await Promise.all([one.dispose(), two.dispose()]);
  });

  test("deleting and characters reach the other tab", async () => {
    const { one, two } = await twoTabs(["A"]);
    const id = one.createConversation();
    await one.send(id, "First");
    await until(two, () => two.getSnapshot().list.length === 1);
    await two.openConversation(id);
    await one.deleteConversation(id);
    await until(two, () => two.getSnapshot().list.length === 0 && !two.getSnapshot().conversations.has(id));
    const character = await one.saveCharacter({ name: "Pirate", system: "Arr." });
    await until(two, () => two.getSnapshot().characters.some(({ name }) => name === "Pirate"));
    await two.deleteCharacter(character);
    await until(one, () => one.getSnapshot().characters.every(({ builtIn }) => builtIn));
    one.changePreferences({ theme: "dark" });
    await until(two, () => two.getSnapshot().preferences.theme === "dark");
    await Promise.all([one.dispose(), two.dispose()]);
  });
});

describe("after the page was closed in the middle", () => {
  test("an answer is marked as interrupted, with what had come", async () => {
    const stream = new ScriptedStream();
    const server = new ScriptedServer({ [chat]: ({ signal }) => stream.follow(signal).response });
    const storageName = freshName();
    const locks = { hold: () => () => {}, held: async () => new Set<string>() };
    const crashed = await openPage(server, { storageName, locks });
    const id = crashed.createConversation();
    void crashed.send(id, "Talk");
    stream.send(chunk.thought("Hm"));
    const database = await PageDatabase.open({ name: storageName, onClosed: () => {} });
    await vi.waitFor(async () => expect(JSON.stringify(await database.read(id))).toContain("Hm"));
    const next = await openPage(server, { storageName, locks });
    await next.openConversation(id);
    expect(pathEntries(next.getSnapshot().conversations.get(id)!)[1]?.node).toMatchObject({
      status: "interrupted",
      steps: [{ reasoning: { text: "Hm", ended: true, closed: false } }],
    });
    database.close();
    await Promise.all([crashed.dispose(), next.dispose()]);
  });
});

/** What the browser tells a page is dispatched on it. */
function stubPageEvents(): EventTarget {
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  return page;
}

describe("a store that fails", () => {
  test("full: the user is told, all goes on in memory, and is saved when there is room", async () => {
    const { one, two, storageName, server } = await twoTabs(["A", "B"]);
    const write = vi.spyOn(PageDatabase.prototype, "write");
    write.mockImplementation(() => Promise.reject(new DOMException("full", "QuotaExceededError")));
    const id = one.createConversation();
    await one.send(id, "First");
    expect(one.getSnapshot().storage).toMatchObject({ status: "full", unsaved: [id] });
    one.closeConversation(id);
    expect(shown(one, id)).toBe("First | A");
    expect((await one.exportConversations("json")).text).toContain("First");
    expect(await one.search("first")).toHaveLength(1);
    await one.send(id, "Second");
    write.mockRestore();
    await one.retrySaving();
    expect(one.getSnapshot().storage).toEqual({ status: "ready" });
    const fresh = await openPage(server, { storageName });
    await fresh.openConversation(id);
    expect(shown(fresh, id)).toBe("First | A | Second | B");
    await Promise.all([one.dispose(), two.dispose(), fresh.dispose()]);
  });

  test("unreadable: what is in memory is exported, the rest is named and the failure shown", async () => {
    const { one, two } = await twoTabs(["A", "B"]);
    const [open, closed] = [one.createConversation(), one.createConversation()];
    await one.send(open, "First");
    await one.send(closed, "Second");
    one.closeConversation(closed);
    vi.spyOn(PageDatabase.prototype, "read").mockRejectedValue(new StorageFailure("failed"));
    const { text, missing } = await one.exportConversations("markdown");
    expect([text.includes("First"), missing]).toEqual([true, [closed]]);
    expect(one.getSnapshot().storage).toMatchObject({ status: "unavailable", reason: "failed" });
    expect(await one.openConversation(closed)).toBe(false);
    await Promise.all([one.dispose(), two.dispose()]);
  });

  test("absent: everything but keeping works", async () => {
    vi.stubGlobal("indexedDB", undefined);
    const data = await openPage(new ScriptedServer({ [chat]: () => answerOf("A") }));
    expect(data.getSnapshot().storage).toMatchObject({ status: "unavailable", reason: "absent" });
    const id = data.createConversation();
    await data.send(id, "First");
    expect(shown(data, id)).toBe("First | A");
    data.closeConversation(id);
    expect(await data.openConversation(id)).toBe(true);
    const { text } = await data.exportConversations("markdown");
    expect(text).toContain("## You\n\nFirst");
    await data.deleteConversation(id);
    expect(data.getSnapshot().list).toEqual([]);
    expect(await data.importFile(text)).toMatchObject({ status: "done", conversations: [id] });
    await data.saveCharacter({ name: "Pirate", system: "Arr." });
    await data.dispose();
  });

  test("absent at first: what is in memory is taken up when the store is there", async () => {
    const storageName = freshName();
    vi.stubGlobal("indexedDB", undefined);
    const server = new ScriptedServer({ [chat]: () => answerOf("A") });
    const data = await openPage(server, { storageName });
    const id = data.createConversation();
    await data.send(id, "First");
    vi.unstubAllGlobals();
    await data.retrySaving();
    expect(data.getSnapshot()).toMatchObject({ storage: { status: "ready" }, list: [{ id }] });
    const fresh = await openPage(server, { storageName });
    await fresh.openConversation(id);
    expect(shown(fresh, id)).toBe("First | A");
    await Promise.all([data.dispose(), fresh.dispose()]);
  });

  test("leaving the page saves what was about to be saved", async () => {
    const page = stubPageEvents();
    const storageName = freshName();
    const server = new ScriptedServer({ [chat]: () => answerOf("A") });
    const data = await openPage(server, { storageName, saveAfterMs: 1_000_000 });
    const id = data.createConversation();
    await data.send(id, "First");
    data.renameConversation(id, "Renamed");
    page.dispatchEvent(new Event("pagehide"));
    const next = await openPage(server, { storageName });
    expect(next.getSnapshot().list).toMatchObject([{ id, title: "Renamed" }]);
    await next.dispose();
    await data.dispose();
  });

  test("what a page leaves is seen next door", async () => {
    const page = stubPageEvents();
    const storageName = freshName();
    const server = new ScriptedServer({ [chat]: () => answerOf("A") });
    const data = await openPage(server, { storageName, saveAfterMs: 1_000_000 });
    vi.unstubAllGlobals();
    const other = await openPage(server, { storageName });
    const id = data.createConversation();
    await data.send(id, "First");
    await until(other, () => other.getSnapshot().list.length === 1);
    await other.openConversation(id);
    data.renameConversation(id, "Left");
    page.dispatchEvent(new Event("pagehide"));
    await until(other, () => other.getSnapshot().conversations.get(id)?.title === "Left");
    expect(other.getSnapshot().list).toMatchObject([{ id, title: "Left" }]);
    await Promise.all([data.dispose(), other.dispose()]);
  });

  test("an answer of a page that goes away is left as interrupted, though its lock is still held", async () => {
    const page = stubPageEvents();
    const stream = new ScriptedStream();
    const server = new ScriptedServer({ [chat]: ({ signal }) => stream.follow(signal).response });
    const storageName = freshName();
    const data = await openPage(server, { storageName });
    const id = data.createConversation();
    void data.send(id, "Talk");
    stream.send(chunk.text("Begun"));
    await until(data, () => shown(data, id) === "Talk | Begun");
    page.dispatchEvent(new Event("pagehide"));
    const { node } = data.getSnapshot().running.get(id)!;
    const locks = { hold: () => () => {}, held: async () => new Set([node]) };
    const next = await openPage(server, { storageName, locks });
    await next.openConversation(id);
    expect(shown(next, id)).toBe("Talk | Begun");
    expect(next.getSnapshot().conversations.get(id)?.nodes[node]).toMatchObject({ status: "interrupted" });
    await Promise.all([data.dispose(), next.dispose()]);
  });

  test("a page that the browser kept takes back what it left", async () => {
    const page = stubPageEvents();
    const storageName = freshName();
    const server = new ScriptedServer({ [chat]: () => answerOf("A") });
    const data = await openPage(server, { storageName, saveAfterMs: 1_000_000 });
    const id = data.createConversation();
    await data.send(id, "First");
    data.renameConversation(id, "Left");
    page.dispatchEvent(new Event("pagehide"));
    page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    const database = await PageDatabase.open({ name: storageName, onClosed: () => {} });
    await vi.waitFor(async () => expect((await database.read(id))?.conversation.title).toBe("Left"));
    data.renameConversation(id, "Later");
    await data.dispose();
    expect(await database.takeIn()).toEqual([]);
    expect((await database.read(id))?.conversation.title).toBe("Later");
    database.close();
  });

  test("full: what a page left is taken in as soon as there is room, and the user is told until then", async () => {
    const page = stubPageEvents();
    const storageName = freshName();
    const server = new ScriptedServer({ [chat]: () => answerOf("A") });
    const data = await openPage(server, { storageName, saveAfterMs: 1_000_000 });
    const id = data.createConversation();
    await data.send(id, "First");
    data.renameConversation(id, "Left");
    page.dispatchEvent(new Event("pagehide"));
    const takeIn = vi.spyOn(PageDatabase.prototype, "takeIn");
    takeIn.mockRejectedValue(new StorageFailure("full"));
    const next = await openPage(server, { storageName });
    expect(next.getSnapshot()).toMatchObject({ storage: { status: "full" }, list: [{ id, title: "First" }] });
    takeIn.mockRestore();
    await next.retrySaving();
    expect(next.getSnapshot()).toMatchObject({ storage: { status: "ready" }, list: [{ id, title: "Left" }] });
    await Promise.all([next.dispose(), data.dispose()]);
  });

  test("a failure that passes is over with the next saving", async () => {
    const { one, two } = await twoTabs(["A", "B"]);
    vi.spyOn(PageDatabase.prototype, "write").mockRejectedValueOnce(new DOMException("x", "UnknownError"));
    const id = one.createConversation();
    await one.send(id, "First");
    await until(one, () => one.getSnapshot().storage.status !== "opening");
    await one.send(id, "Second");
    expect(one.getSnapshot().storage).toEqual({ status: "ready" });
    await Promise.all([one.dispose(), two.dispose()]);
  });
});

test("what is imported is listed, stored and opened; a second time it is there already", async () => {
  const { one, two } = await twoTabs(["A"]);
  const id = one.createConversation();
  await one.send(id, "First");
  const { text, name } = await one.exportConversations("json", [id]);
  expect(name).toBe("First.json");
  expect(await one.importFile(text)).toMatchObject({
    status: "done",
    conversations: [],
    notes: ['"First" is here already.'],
  });
  await one.edit(id, pathEntries(one.getSnapshot().conversations.get(id)!)[1]!.node.id, "Changed");
  const again = await one.importFile(text);
  expect(again).toMatchObject({ status: "done", notes: ['"First" was added beside another state of it.'] });
  expect(one.getSnapshot().list).toHaveLength(2);
  expect([...one.getSnapshot().conversations.keys()]).toEqual([id]);
  const added = again.status === "done" ? again.conversations[0]! : "";
  await until(two, () => two.getSnapshot().list.length === 2);
  await two.openConversation(added);
  expect(shown(two, added)).toBe("First | A");
  expect(await one.importFile("nothing")).toMatchObject({ status: "failed" });
  await Promise.all([one.dispose(), two.dispose()]);
});

test("search finds what is closed, open, changed and deleted in any tab", async () => {
  const { one, two } = await twoTabs(["Answer about whales", "Answer about bees"]);
  const [whales, bees] = [one.createConversation(), one.createConversation()];
  await one.send(whales, "Tell me of the sea");
  await one.send(bees, "Tell me of gardens");
  one.closeConversation(whales);
  expect(one.getSnapshot().conversations.has(whales)).toBe(false);
  const found = async (data: ChatData, query: string) =>
    (await data.search(query)).map(({ conversation }) => conversation.id);
  expect(await found(one, "whales")).toEqual([whales]);
  await until(two, () => two.getSnapshot().list.length === 2);
  expect(await found(two, "answer about")).toEqual([bees, whales]);
  await one.edit(bees, pathEntries(one.getSnapshot().conversations.get(bees)!)[1]!.node.id, "Changed to hornets");
  expect(await found(one, "hornets")).toEqual([bees]);
  await until(two, () => two.getSnapshot().list[0]?.messages === 3);
  expect(await found(two, "hornets")).toEqual([bees]);
  await one.deleteAllConversations();
  expect(await found(one, "answer")).toEqual([]);
  await Promise.all([one.dispose(), two.dispose()]);
});
