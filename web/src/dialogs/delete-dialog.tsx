import type { RefObject } from "react";
import { Dialog } from "../parts/dialog.tsx";

interface DeleteDialogProps {
  readonly title: string;
  readonly text: string;
  readonly opener: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly onDelete: () => Promise<void>;
}

/** Asks before something goes for good. */
export function DeleteDialog({ title, text, opener, onClose, onDelete }: DeleteDialogProps) {
  const remove = async () => {
    onClose();
    await onDelete();
  };
  return (
    <Dialog open title={title} description={text} opener={opener} onClose={onClose}>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Keep
        </button>
        <button type="button" className="button danger" onClick={() => void remove()}>
          Delete
        </button>
      </div>
    </Dialog>
  );
}
