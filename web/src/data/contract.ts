import type {
  AnswerError,
  Character,
  Conversation,
  ConversationId,
  ConversationSettings,
  NodeId,
  Preferences,
  SamplingSettings,
} from "./model.ts";

/**
 * All the page does with data. `subscribe` and `getSnapshot` fit React's useSyncExternalStore; both may be passed on unbound.
 * A snapshot is immutable and keeps the identity of everything that did not change, so that selectors can compare with ===.
 * While an answer streams, listeners are called at most once an animation frame for it.
 */
export interface ChatData {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => ChatSnapshot;
  /** Opens the store, asks the server for its model and tools. Never throws: what fails stands in the snapshot. */
  start(): Promise<void>;
  /** Ends streams, saves, closes the store. */
  dispose(): Promise<void>;

  /** Keeps a key for this tab's session and asks the server again; "" forgets it. */
  setKey(key: string): Promise<void>;
  /** Asks the server again for its model and tools. */
  reconnect(): Promise<void>;
  /** Tries again to save what could not be saved. */
  retrySaving(): Promise<void>;

  /** A new empty conversation, open at once. It is stored with its first message. */
  createConversation(settings?: Partial<ConversationSettings>): ConversationId;
  /** A new conversation with a character's prompt. */
  startWithCharacter(characterId: string): ConversationId;
  /** Loads a conversation into `snapshot.conversations`; false when it does not exist. */
  openConversation(id: ConversationId): Promise<boolean>;
  /** Takes it out of `snapshot.conversations`; one whose answer runs or that is unsaved stays until that is over. */
  closeConversation(id: ConversationId): void;
  deleteConversation(id: ConversationId): Promise<void>;
  deleteAllConversations(): Promise<void>;
  /** An empty title gives the first words again. */
  renameConversation(id: ConversationId, title: string): void;
  changeSettings(id: ConversationId, change: SettingsChange): void;
  /** Uses a character's prompt from here on; null takes the prompt away. */
  chooseCharacter(id: ConversationId, characterId: string | null): void;
  /** Shows the branch of a node: the path through it, to its newest end. */
  showNode(id: ConversationId, node: NodeId): void;
  /** Deletes a node and all below it; the path moves to a sibling, else to the parent. A running answer in it is stopped. */
  deleteBranch(id: ConversationId, node: NodeId): void;

  /**
   * Adds a message at the end of the path and asks for the answer. Answers of one conversation run one at a time, those of different
   * ones side by side. Ends when the answer has; never throws. False when nothing was sent (empty text, or an answer runs).
   */
  send(id: ConversationId, text: string): Promise<boolean>;
  /** Asks again: a sibling of an answer; for a user's message a further answer to it. */
  regenerate(id: ConversationId, node: NodeId): Promise<boolean>;
  /** A sibling with another text. A user's message is answered anew; an answer just stands as changed. */
  edit(id: ConversationId, node: NodeId, text: string): Promise<boolean>;
  stop(id: ConversationId): void;
  /** Ends the running thought; the answer goes on. Null when the server did so, else why not. */
  endThought(id: ConversationId): Promise<string | null>;
  /** Answers the server's question whether a tool may run. Null when it took it, else why not. */
  approve(id: ConversationId, approvalId: string, approved: boolean): Promise<string | null>;

  /** Conversations whose title or texts hold every word of the query; best first. Upper and lower case and accents are one. */
  search(query: string, limit?: number): Promise<readonly SearchHit[]>;

  /** Without an id a new one is made. Built-in characters are not changed: a copy is. Gives the id. */
  saveCharacter(character: CharacterDraft): Promise<string>;
  deleteCharacter(id: string): Promise<void>;
  changePreferences(change: Partial<Preferences>): void;

  /** All conversations without `ids`. Never rejects: what the store does not give is `missing`. */
  exportConversations(format: ExportFormat, ids?: readonly ConversationId[]): Promise<ExportedFile>;
  exportCharacters(ids?: readonly string[]): ExportedFile;
  /** Reads what the exports wrote, recognised by its content. Nothing is taken in unless all of it is sound. */
  importFile(text: string): Promise<ImportOutcome>;
}

/** Partial, sampling too: a value that is left out stays. */
export type SettingsChange = Partial<Omit<ConversationSettings, "sampling">> & {
  readonly sampling?: Partial<SamplingSettings>;
};

export type CharacterDraft = Pick<Character, "name" | "system"> &
  Partial<Pick<Character, "id" | "example" | "thinking">>;

export interface ChatSnapshot {
  readonly connection: ConnectionState;
  /** What the server answers with; null until it told. */
  readonly model: ModelInfo | null;
  readonly tools: ToolsState;
  readonly storage: StorageState;
  /** Every conversation, last changed first; also those that are not saved yet. */
  readonly list: readonly ConversationSummary[];
  /** The open ones. */
  readonly conversations: ReadonlyMap<ConversationId, Conversation>;
  /** Answers on their way, by conversation. */
  readonly running: ReadonlyMap<ConversationId, RunningState>;
  /** Built-in ones first. */
  readonly characters: readonly Character[];
  readonly preferences: Preferences;
}

export type ConnectionState =
  | { readonly status: "connecting" }
  | { readonly status: "ready" }
  /** The server wants a key; `rejected` when one was given. */
  | { readonly status: "needs-key"; readonly rejected: boolean }
  /** The model loads; asked again by itself. `progress` from 0 to 1 where the server tells. */
  | { readonly status: "loading"; readonly progress: number | null }
  | { readonly status: "failed"; readonly error: AnswerError };

export interface ModelInfo {
  readonly id: string;
  /** Longest prompt plus answer, in tokens; null where the server does not tell. */
  readonly contextLength: number | null;
  /** How many the model has; null where the server does not tell. */
  readonly parameters: number | null;
  /** How the server answers who asks for nothing else. */
  readonly defaults: Pick<ConversationSettings, "thinking" | "keepThoughts" | "thinkingBudget">;
  /** What answers get that leave a value open; null where nobody told. */
  readonly sampling: SamplingSettings;
}

export type ToolsState =
  /** The server runs no tools, or none of it is known yet. */
  | { readonly status: "unavailable" }
  | { readonly status: "ready"; readonly tools: readonly ToolInfo[]; readonly maxRounds: number | null };

export interface ToolInfo {
  readonly name: string;
  readonly description: string;
  /** "built-in" or the name of an MCP server. */
  readonly source: string;
  /** Runs without asking. */
  readonly allowed: boolean;
}

export type StorageState =
  | { readonly status: "opening" }
  | { readonly status: "ready" }
  /**
   * Nothing is kept after this tab closes; everything in memory works, export too. "absent": the browser offers no store (a private
   * window); "newer": another tab runs a later version of the page: reload; "blocked": another tab with an older version holds it.
   */
  | {
      readonly status: "unavailable";
      readonly reason: "absent" | "newer" | "blocked" | "failed";
      readonly message: string;
    }
  /** The browser's room is used up: `unsaved` conversations are only in memory. Delete or export some, then retrySaving. */
  | { readonly status: "full"; readonly message: string; readonly unsaved: readonly ConversationId[] };

export interface ConversationSummary {
  readonly id: ConversationId;
  readonly title: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Messages on all branches. */
  readonly messages: number;
}

/** A running answer beside what stands in its node. */
export interface RunningState {
  readonly node: NodeId;
  /** "sending" until the server reacts; "prompt" while it reads; "tools" while they run; "approval" while it waits for a yes. */
  readonly phase: "sending" | "prompt" | "thinking" | "answering" | "tools" | "approval";
  /** Tokens of the prompt done and in all; null where the server does not tell. */
  readonly promptProgress: { readonly processed: number; readonly total: number } | null;
  /** Pieces of the answer so far; one a token where the server does not join them. */
  readonly tokens: number;
  /** Over the last seconds; null at the beginning. */
  readonly tokensPerSecond: number | null;
  /** endThought can do something. */
  readonly canEndThought: boolean;
}

export interface SearchHit {
  readonly conversation: ConversationSummary;
  /** The message found; null when only the title matches. */
  readonly node: NodeId | null;
  /** Text around the first match; `matches` are [start, end) in it. */
  readonly snippet: string;
  readonly matches: readonly (readonly [start: number, end: number])[];
}

export type ExportFormat = "json" | "markdown";

export interface ExportedFile {
  readonly name: string;
  /** MIME type. */
  readonly type: string;
  readonly text: string;
  /** Conversations that could not be read from the store. */
  readonly missing: readonly ConversationId[];
}

export type ImportOutcome =
  | {
      readonly status: "done";
      readonly conversations: readonly ConversationId[];
      readonly characters: readonly string[];
      /** What could not be taken as it stood, in words for the user. */
      readonly notes: readonly string[];
    }
  | { readonly status: "failed"; readonly message: string };
