import type { ChatSnapshot, ModelInfo } from "../contract.ts";
import { defaultSettings } from "../defaults.ts";
import type { ConversationSettings } from "../model.ts";
import type { Library } from "./library.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

type Adopted = keyof ModelInfo["defaults"];

/**
 * Once the server has told its own defaults, and what the user keeps has been read: conversations begin as the server's owner wants
 * where the user has chosen nothing else, the empty ones on the screen included.
 */
export function adoptServerDefaults(snapshots: SnapshotStore, library: Library): void {
  const stop = snapshots.subscribe(() => {
    const { model, storage, preferences, conversations } = snapshots.getSnapshot();
    if (model === null || storage.status === "opening") return;
    stop();
    if (!isUntouched(preferences.settings)) return;
    const settings = { ...preferences.settings, ...model.defaults };
    snapshots.batch(() => {
      snapshots.change({ preferences: { ...preferences, settings } });
      for (const { id } of empties(conversations)) {
        library.update(id, (before) => ({ ...before, settings: { ...before.settings, ...model.defaults } }));
      }
    });
  });
}

function isUntouched(settings: ConversationSettings): boolean {
  const fields: readonly Adopted[] = ["thinking", "keepThoughts", "thinkingBudget"];
  return fields.every((field) => settings[field] === defaultSettings[field]);
}

function empties(conversations: ChatSnapshot["conversations"]) {
  return [...conversations.values()].filter(({ leaf, settings }) => leaf === null && isUntouched(settings));
}
