import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { describe, expect, test, vi } from "vitest";
import { defaultSettings } from "../defaults.ts";
import type { Conversation, MessageNode } from "../model.ts";
import { freshName } from "../testing/open-page.ts";
import { addNode } from "../tree/conversation-tree.ts";
import { ConversationSaver } from "./conversation-saver.ts";
import { PageDatabase } from "./page-database.ts";
import { migrations } from "./schema.ts";
import { StorageFailure, storageFailure } from "./storage-failure.ts";

const base: Conversation = {
  id: "c",
  title: "Base",
  titleByUser: true,
  createdAt: 1,
  changedAt: 1,
  nodes: {},
  leaf: null,
  removed: [],
  settings: defaultSettings,
};

function say(id: string, parent: string | null = null): MessageNode {
  return { id, parent, createdAt: 1, role: "user", content: id };
}

async function open(name = freshName(), onClosed: (reason: string) => void = () => {}): Promise<PageDatabase> {
  return await PageDatabase.open({ name, onClosed });
}

describe("compare and put", () => {
  test("writes over the revision it knows, and over no other", async () => {
    const database = await open();
    expect(await database.write(base, 0)).toEqual({ status: "saved", revision: 1 });
    expect(await database.write({ ...base, title: "Second" }, 1)).toEqual({ status: "saved", revision: 2 });
    for (const old of [0, 1, 3]) {
      const outcome = await database.write({ ...base, title: "Late" }, old);
      expect(outcome).toMatchObject({ status: "conflict", stored: { revision: 2, conversation: { title: "Second" } } });
    }
    expect(await database.summaries()).toEqual([
      { id: "c", title: "Second", createdAt: 1, changedAt: 1, messages: 0, revision: 2 },
    ]);
    database.close();
  });

  test("of writes at the same moment one wins", async () => {
    const name = freshName();
    const [one, two] = [await open(name), await open(name)];
    const outcomes = await Promise.all([one.write(base, 0), two.write(base, 0), one.write(base, 0)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["conflict", "conflict", "saved"]);
    one.close();
    two.close();
  });

  test("deleting takes the summary too", async () => {
    const database = await open();
    await database.write(base, 0);
    await database.remove(["c", "nobody"]);
    expect(await database.read("c")).toBe(null);
    expect(await database.summaries()).toEqual([]);
    database.close();
  });
});

describe("versions", () => {
  test("an older store is brought up to date with what is in it", async () => {
    const name = freshName();
    const old = await open(name);
    await old.write(base, 0);
    old.close();
    const rename = [
      ...migrations,
      async (_database: unknown, transaction: Parameters<(typeof migrations)[0]>[1]) => {
        const store = transaction.objectStore("conversations");
        const stored = (await store.get("c"))!;
        await store.put({ ...stored, conversation: { ...stored.conversation, title: "Migrated" } });
      },
    ];
    const next = await PageDatabase.open({ name, onClosed: () => {}, migrations: rename });
    expect((await next.read("c"))?.conversation.title).toBe("Migrated");
    next.close();
    await expect(open(name)).rejects.toMatchObject({ reason: "newer" });
  });

  test("a tab with an older page lets go and is told", async () => {
    const name = freshName();
    const onClosed = vi.fn();
    const old = await open(name, onClosed);
    const next = await PageDatabase.open({ name, onClosed: () => {}, migrations: [...migrations, () => {}] });
    expect(onClosed).toHaveBeenCalledExactlyOnceWith("newer");
    await expect(old.read("c")).rejects.toMatchObject({ name: "StorageFailure" });
    next.close();
  });

  test("a tab that does not let go is named, after a while", async () => {
    const name = freshName();
    const stubborn = await openDB(name, 1);
    const opening = PageDatabase.open({
      name,
      onClosed: () => {},
      migrations: [...migrations, () => {}],
      blockedMs: 20,
    });
    await expect(opening).rejects.toMatchObject({ reason: "blocked" });
    stubborn.close();
    await deleteDB(name);
  });
});

const causes: readonly [name: string, cause: unknown, reason: string][] = [
  ["no room", new DOMException("x", "QuotaExceededError"), "full"],
  ["a newer store", new DOMException("x", "VersionError"), "newer"],
  ["a private window", new DOMException("x", "InvalidStateError"), "absent"],
  ["forbidden", new DOMException("x", "SecurityError"), "absent"],
  ["a crash of the browser's store", new DOMException("x", "UnknownError"), "failed"],
  ["anything else", "odd", "failed"],
];
test.each(causes)("a failure means: %s", (_name, cause, reason) => {
  expect(storageFailure(cause)).toMatchObject({ reason, cause });
});

test("a browser without IndexedDB", async () => {
  vi.stubGlobal("indexedDB", undefined);
  await expect(open()).rejects.toMatchObject({ reason: "absent" });
  vi.unstubAllGlobals();
});

/** A tab's memory around a saver. */
class Memory {
  readonly saver: ConversationSaver;
  readonly failures: StorageFailure[] = [];
  conversation: Conversation | null = null;
  saves = 0;

  constructor(database: PageDatabase) {
    this.saver = new ConversationSaver(database, {
      current: () => this.conversation,
      replace: (conversation) => {
        this.conversation = conversation;
      },
      leaving: (conversation) => conversation,
      saved: () => {
        this.saves++;
      },
      failed: (_id, failure) => this.failures.push(failure),
    });
  }

  change(change: (conversation: Conversation) => Conversation): void {
    this.conversation = change(this.conversation ?? base);
  }
}

async function twoTabs() {
  const database = await open();
  await database.write(base, 0);
  const [one, two] = [new Memory(database), new Memory(database)];
  for (const tab of [one, two]) tab.conversation = await tab.saver.load("c");
  return { database, one, two };
}

const messages = (conversation: Conversation | null) => Object.keys(conversation?.nodes ?? {}).sort();

describe("saving", () => {
  test("two tabs that write at once both keep what they wrote", async () => {
    const { database, one, two } = await twoTabs();
    one.change((tree) => addNode(tree, say("a")));
    two.change((tree) => addNode({ ...tree, title: "Named by two" }, say("b")));
    await Promise.all([one.saver.save("c"), two.saver.save("c")]);
    const stored = (await database.read("c"))!;
    expect(messages(stored.conversation)).toEqual(["a", "b"]);
    expect(stored).toMatchObject({ revision: 3, conversation: { title: "Named by two" } });
    await Promise.all([one.saver.refresh("c"), two.saver.refresh("c")]);
    for (const tab of [one, two]) expect(messages(tab.conversation)).toEqual(["a", "b"]);
    expect([one, two].map(({ saver }) => saver.isUnsaved("c"))).toEqual([false, false]);
    expect([one.conversation?.leaf, two.conversation?.leaf]).toEqual(["a", "b"]);
    database.close();
  });

  test("a storm of changes from three tabs loses none", async () => {
    const database = await open();
    await database.write(base, 0);
    const tabs = [new Memory(database), new Memory(database), new Memory(database)];
    for (const tab of tabs) tab.conversation = await tab.saver.load("c");
    const expected: string[] = [];
    const writes: Promise<void>[] = [];
    for (let round = 0; round < 15; round++) {
      for (const [index, tab] of tabs.entries()) {
        expected.push(`${round}-${index}`);
        tab.change((tree) => addNode(tree, say(`${round}-${index}`, tree.leaf)));
        writes.push(tab.saver.save("c"));
      }
      if (round % 4 === 0) await Promise.race(writes);
    }
    await Promise.all(writes);
    expect(messages((await database.read("c"))!.conversation)).toEqual(expected.sort());
    database.close();
  });

  test("calls in between are one write, and what changes while it runs is written after it", async () => {
    const { database, one } = await twoTabs();
    const write = vi.spyOn(database, "write");
    one.change((tree) => addNode(tree, say("a")));
    for (let i = 0; i < 5; i++) one.saver.schedule("c", 1);
    await vi.waitFor(() => expect(one.saves).toBe(1));
    expect(write).toHaveBeenCalledOnce();
    one.change((tree) => addNode(tree, say("b", "a")));
    const first = one.saver.save("c");
    one.change((tree) => addNode(tree, say("c", "b")));
    await Promise.all([first, one.saver.save("c")]);
    expect(messages((await database.read("c"))!.conversation)).toEqual(["a", "b", "c"]);
    database.close();
  });

  test("a full store is told; what is in memory stays and is saved when there is room", async () => {
    const { database, one } = await twoTabs();
    const write = vi.spyOn(database, "write");
    write.mockRejectedValueOnce(new DOMException("full", "QuotaExceededError"));
    one.change((tree) => addNode(tree, say("a")));
    await one.saver.save("c");
    expect(one.failures).toMatchObject([{ reason: "full" }]);
    expect(one.saver.isUnsaved("c")).toBe(true);
    await one.saver.saveAll();
    expect(messages((await database.read("c"))!.conversation)).toEqual(["a"]);
    database.close();
  });

  test("what a page leaves behind is joined with what is stored since, once", async () => {
    const { database, one, two } = await twoTabs();
    one.change((tree) => addNode(tree, say("a")));
    one.saver.leave();
    two.change((tree) => addNode({ ...tree, title: "Named by two" }, say("b")));
    await two.saver.save("c");
    expect(await database.takeIn()).toEqual(["c"]);
    const stored = (await database.read("c"))!;
    expect(messages(stored.conversation)).toEqual(["a", "b"]);
    expect(stored).toMatchObject({ revision: 3, conversation: { title: "Named by two" } });
    expect(await database.summaries()).toMatchObject([{ id: "c", title: "Named by two", revision: 3 }]);
    expect(await database.takeIn()).toEqual([]);
    database.close();
  });

  test("a page leaves what is being written, and nothing that is saved", async () => {
    const { database, one } = await twoTabs();
    one.saver.leave();
    expect(await database.takeIn()).toEqual([]);
    one.change((tree) => addNode(tree, say("a")));
    const saving = one.saver.save("c");
    one.saver.leave();
    await saving;
    expect(await database.takeIn()).toEqual(["c"]);
    expect(messages((await database.read("c"))!.conversation)).toEqual(["a"]);
    one.saver.leave();
    expect(await database.takeIn()).toEqual([]);
    database.close();
  });

  test("two pages leave the same conversation, and one that was never stored", async () => {
    const { database, one, two } = await twoTabs();
    one.change((tree) => addNode(tree, say("a")));
    two.change((tree) => addNode(tree, say("b")));
    const fresh = new Memory(database);
    fresh.change((tree) => addNode({ ...tree, id: "new" }, say("d")));
    fresh.saver.schedule("new", 1_000);
    for (const tab of [one, two, fresh]) tab.saver.leave();
    expect((await database.takeIn()).sort()).toEqual(["c", "new"]);
    expect(messages((await database.read("c"))!.conversation)).toEqual(["a", "b"]);
    expect(messages((await database.read("new"))!.conversation)).toEqual(["d"]);
    database.close();
  });

  test("what was deleted after a page left it stays deleted", async () => {
    const { database, one, two } = await twoTabs();
    one.change((tree) => addNode(tree, say("a")));
    one.saver.leave();
    await database.remove(["c"]);
    expect(await database.takeIn()).toEqual([]);
    expect([await database.read("c"), await database.summaries()]).toEqual([null, []]);
    two.change((tree) => addNode(tree, say("b")));
    await two.saver.save("c");
    expect(await database.takeIn()).toEqual([]);
    database.close();
  });

  test("a title given after a page left another one holds", async () => {
    const { database, one, two } = await twoTabs();
    one.change((tree) => addNode({ ...tree, title: "Left", changedAt: 1_000 }, say("a")));
    one.saver.leave();
    two.change((tree) => ({ ...tree, title: "Later", changedAt: 2_000_000_000_000 }));
    await two.saver.save("c");
    await database.takeIn();
    const { conversation } = (await database.read("c"))!;
    expect([conversation.title, messages(conversation)]).toEqual(["Later", ["a"]]);
    database.close();
  });

  test("what cannot be taken in stays for the next time", async () => {
    const { database, one } = await twoTabs();
    one.change((tree) => addNode(tree, say("a")));
    one.saver.leave();
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore) {
      this.transaction.abort();
      return this.get("c");
    });
    await expect(database.takeIn()).rejects.toBeInstanceOf(StorageFailure);
    put.mockRestore();
    expect(await database.takeIn()).toEqual(["c"]);
    expect(messages((await database.read("c"))!.conversation)).toEqual(["a"]);
    database.close();
  });

  test("a page whose store is closed leaves in silence", async () => {
    const { database, one } = await twoTabs();
    one.change((tree) => addNode(tree, say("a")));
    database.close();
    one.saver.leave();
  });

  test("what another tab deleted is written anew by whoever still writes to it", async () => {
    const { database, one } = await twoTabs();
    await database.remove(["c"]);
    one.change((tree) => addNode(tree, say("a")));
    await one.saver.save("c");
    expect(messages((await database.read("c"))!.conversation)).toEqual(["a"]);
    database.close();
  });
});
