import type {
  CharacterDraft,
  ChatData,
  ExportedFile,
  ExportFormat,
  ImportOutcome,
  SearchHit,
  SettingsChange,
} from "../contract.ts";
import { createId } from "../ids.ts";
import type {
  AssistantNode,
  Conversation,
  ConversationId,
  ConversationSettings,
  MessageNode,
  NodeId,
  Preferences,
} from "../model.ts";
import type { AnswerRunner } from "../run/answer-runner.ts";
import { addNode, nodeOf, pathTo, removeBranch, showNode } from "../tree/conversation-tree.ts";
import { withTitle } from "../tree/node-text.ts";
import { adoptServerDefaults } from "./adopt-defaults.ts";
import type { Exchange } from "./exchange.ts";
import type { Library } from "./library.ts";
import type { PageStorage } from "./page-storage.ts";
import type { Searcher } from "./searcher.ts";
import type { ServerConnection } from "./server-connection.ts";
import type { Shelf } from "./shelf.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

export interface PageDataParts {
  readonly snapshots: SnapshotStore;
  readonly storage: PageStorage;
  readonly library: Library;
  readonly shelf: Shelf;
  readonly connection: ServerConnection;
  readonly runner: AnswerRunner;
  readonly searcher: Searcher;
  readonly exchange: Exchange;
  readonly now: () => number;
}

/** All the page does with data, spread over those who do it. */
export class PageData implements ChatData {
  readonly subscribe: ChatData["subscribe"];
  readonly getSnapshot: ChatData["getSnapshot"];
  readonly #parts: PageDataParts;

  constructor(parts: PageDataParts) {
    this.#parts = parts;
    this.subscribe = parts.snapshots.subscribe;
    this.getSnapshot = parts.snapshots.getSnapshot;
  }

  async start(): Promise<void> {
    globalThis.addEventListener?.("pagehide", this.#leave);
    globalThis.addEventListener?.("pageshow", this.#comeBack);
    adoptServerDefaults(this.#parts.snapshots, this.#parts.library);
    await Promise.all([this.#parts.storage.open(), this.#parts.connection.connect()]);
  }

  async dispose(): Promise<void> {
    const { runner, connection, library, storage } = this.#parts;
    globalThis.removeEventListener?.("pagehide", this.#leave);
    globalThis.removeEventListener?.("pageshow", this.#comeBack);
    connection.dispose();
    await runner.stopAll();
    await library.saveAll();
    storage.close();
  }

  /** A page that is left may never run again. */
  readonly #leave = (): void => this.#parts.library.leave();

  /** Of a page that the browser had kept: what it left is its own again. */
  readonly #comeBack = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) void this.#parts.storage.takeIn();
  };

  setKey(key: string): Promise<void> {
    return this.#parts.connection.setKey(key);
  }

  reconnect(): Promise<void> {
    return this.#parts.connection.connect();
  }

  retrySaving(): Promise<void> {
    return this.#parts.storage.retry();
  }

  createConversation(settings: Partial<ConversationSettings> = {}): ConversationId {
    const id = createId();
    const createdAt = this.#parts.now();
    this.#parts.library.put({
      id,
      title: "",
      titleByUser: false,
      createdAt,
      changedAt: createdAt,
      nodes: {},
      leaf: null,
      removed: [],
      settings: { ...this.getSnapshot().preferences.settings, ...settings },
    });
    return id;
  }

  startWithCharacter(characterId: string): ConversationId {
    const character = this.#parts.shelf.find(characterId);
    const { system = "", thinking = false } = character ?? {};
    return this.createConversation({ characterId: character?.id ?? null, system, thinking });
  }

  openConversation(id: ConversationId): Promise<boolean> {
    return this.#parts.library.open(id);
  }

  closeConversation(id: ConversationId): void {
    this.#parts.library.close(id);
  }

  async deleteConversation(id: ConversationId): Promise<void> {
    await this.#delete([id]);
  }

  async deleteAllConversations(): Promise<void> {
    const { list, conversations } = this.getSnapshot();
    await this.#delete([...new Set([...list.map(({ id }) => id), ...conversations.keys()])]);
  }

  async #delete(ids: readonly ConversationId[]): Promise<void> {
    for (const id of ids) this.#parts.runner.stop(id);
    await this.#parts.library.remove(ids);
    // There may be room now.
    if (this.getSnapshot().storage.status === "full") await this.retrySaving();
  }

  renameConversation(id: ConversationId, title: string): void {
    const chosen = title.trim();
    this.#parts.library.update(id, (conversation) =>
      withTitle({ ...conversation, title: chosen, titleByUser: chosen !== "", changedAt: this.#parts.now() }),
    );
  }

  changeSettings(id: ConversationId, { sampling, ...change }: SettingsChange): void {
    this.#parts.library.update(id, (conversation) => {
      const before = conversation.settings;
      const settings = { ...before, ...change, sampling: { ...before.sampling, ...sampling } };
      return { ...conversation, settings };
    });
  }

  chooseCharacter(id: ConversationId, characterId: string | null): void {
    const character = characterId === null ? null : this.#parts.shelf.find(characterId);
    const thinking = character?.thinking ? { thinking: true } : {};
    this.changeSettings(id, { characterId: character?.id ?? null, system: character?.system ?? "", ...thinking });
  }

  showNode(id: ConversationId, node: NodeId): void {
    this.#parts.library.update(id, (conversation) => showNode(conversation, node));
  }

  deleteBranch(id: ConversationId, node: NodeId): void {
    const { library, runner } = this.#parts;
    const running = this.getSnapshot().running.get(id)?.node ?? null;
    const conversation = library.get(id);
    if (conversation !== null && pathTo(conversation, running).some((above) => above.id === node)) runner.stop(id);
    library.update(id, (before) => withTitle(removeBranch(before, node)));
  }

  async send(id: ConversationId, text: string): Promise<boolean> {
    const conversation = await this.#atRest(id);
    if (conversation === null || text.trim() === "") return false;
    return await this.#ask(id, conversation.leaf, text);
  }

  async regenerate(id: ConversationId, node: NodeId): Promise<boolean> {
    const conversation = await this.#atRest(id);
    const message = conversation && nodeOf(conversation, node);
    const question = message?.role === "assistant" ? message.parent : message?.id;
    return question == null ? false : await this.#parts.runner.answer(id, question);
  }

  async edit(id: ConversationId, node: NodeId, text: string): Promise<boolean> {
    const conversation = await this.#atRest(id);
    const message = conversation && nodeOf(conversation, node);
    if (message === null || text.trim() === "") return false;
    if (message.role === "user") return await this.#ask(id, message.parent, text);
    const changed = editedAnswer(message, text, this.#parts.now());
    this.#parts.library.update(id, (before) => addNode(before, changed));
    return true;
  }

  stop(id: ConversationId): void {
    this.#parts.runner.stop(id);
  }

  endThought(id: ConversationId): Promise<string | null> {
    return this.#parts.runner.endThought(id);
  }

  approve(_id: ConversationId, approvalId: string, approved: boolean): Promise<string | null> {
    return this.#parts.runner.approve(approvalId, approved);
  }

  search(query: string, limit = 50): Promise<readonly SearchHit[]> {
    return this.#parts.searcher.search(query, limit);
  }

  saveCharacter(character: CharacterDraft): Promise<string> {
    return this.#parts.shelf.save(character);
  }

  deleteCharacter(id: string): Promise<void> {
    return this.#parts.shelf.remove(id);
  }

  changePreferences(change: Partial<Preferences>): void {
    void this.#parts.shelf.changePreferences(change);
  }

  exportConversations(format: ExportFormat, ids?: readonly ConversationId[]): Promise<ExportedFile> {
    return this.#parts.exchange.exportConversations(format, ids);
  }

  exportCharacters(ids?: readonly string[]): ExportedFile {
    return this.#parts.exchange.exportCharacters(ids);
  }

  importFile(text: string): Promise<ImportOutcome> {
    return this.#parts.exchange.importFile(text);
  }

  /** The conversation, if no answer of it runs here; answers whose tab is gone are marked. */
  async #atRest(id: ConversationId): Promise<Conversation | null> {
    if (this.#parts.runner.runs(id)) return null;
    await this.#parts.library.settle(id);
    return this.#parts.library.get(id);
  }

  async #ask(id: ConversationId, parent: NodeId | null, content: string): Promise<boolean> {
    if (this.#parts.runner.runs(id)) return false;
    const question: MessageNode = { id: createId(), parent, createdAt: this.#parts.now(), role: "user", content };
    this.#parts.library.update(id, (conversation) => withTitle(addNode(conversation, question)));
    return await this.#parts.runner.answer(id, question.id);
  }
}

/** The same answer with another text; thoughts and calls belonged to the old one. */
function editedAnswer(node: AssistantNode, text: string, now: number): AssistantNode {
  const steps = [{ reasoning: null, content: text, calls: [], invalidCalls: [] }];
  const counts = { usage: null, timings: null, finishReason: null, error: null };
  return { ...node, ...counts, id: createId(), createdAt: now, steps, status: "done", edited: true };
}
