import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { freshName, openPage } from "../testing/open-page.ts";
import { jsonResponse, ScriptedServer } from "../testing/scripted-server.ts";

const hermes = { contextLength: 4096, agentTools: 0, thinking: true, thinkingBudget: 200, keepCots: false };
const server = () =>
  new ScriptedServer({ "/v1/models": () => jsonResponse({ data: [{ id: "m", meta: { hermes } }] }) });

test("conversations begin as the server answers by itself", async () => {
  const data = await openPage(server());
  const id = data.createConversation();
  expect(data.getSnapshot().conversations.get(id)?.settings).toMatchObject({ thinking: true, thinkingBudget: 200 });
  await data.dispose();
});

test("what the user has chosen goes before it", async () => {
  const storageName = freshName();
  const first = await openPage(new ScriptedServer(), { storageName });
  first.changePreferences({ settings: { ...first.getSnapshot().preferences.settings, thinkingBudget: 50 } });
  await first.dispose();
  const data = await openPage(server(), { storageName });
  const id = data.createConversation();
  expect(data.getSnapshot().conversations.get(id)?.settings).toMatchObject({ thinking: false, thinkingBudget: 50 });
  await data.dispose();
});
