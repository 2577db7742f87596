import type { RefObject } from "react";
import type { ImportOutcome } from "../data/index.ts";
import { Dialog } from "../parts/dialog.tsx";

interface ImportDialogProps {
  readonly outcome: ImportOutcome;
  readonly opener: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** What came of reading a file. */
export function ImportDialog({ outcome, opener, onClose }: ImportDialogProps) {
  const isDone = outcome.status === "done";
  return (
    <Dialog
      open
      title={isDone ? "Imported" : "Nothing was imported"}
      description={isDone ? countLine(outcome.conversations.length, outcome.characters.length) : outcome.message}
      opener={opener}
      onClose={onClose}
    >
      {isDone && outcome.notes.length > 0 && (
        <ul className="import-notes">
          {outcome.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className="dialog-actions">
        <button type="button" className="button primary" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function countLine(conversations: number, characters: number): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  return `${count(conversations, "conversation")} and ${count(characters, "character")} were added.`;
}
