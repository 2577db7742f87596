import { type KeyboardEvent, useState } from "react";

interface MessageEditorProps {
  readonly label: string;
  readonly text: string;
  readonly action: string;
  readonly onSave: (text: string) => void;
  readonly onCancel: () => void;
}

/** A message being rewritten. The old version stays as a branch. */
export function MessageEditor({ label, text, action, onSave, onCancel }: MessageEditorProps) {
  const [value, setValue] = useState(text);
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onCancel();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSave(value);
  };
  return (
    <div className="message-editor">
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the user has just asked to write here
        autoFocus
        className="field"
        aria-label={label}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={press}
      />
      <div className="dialog-actions">
        <button type="button" className="button small" onClick={onCancel}>
          Cancel
        </button>
        <button
          type="button"
          className="button small primary"
          disabled={value.trim() === ""}
          onClick={() => onSave(value)}
        >
          {action}
        </button>
      </div>
    </div>
  );
}
