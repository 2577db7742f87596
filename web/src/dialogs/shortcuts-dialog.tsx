import { useChatState } from "../chat/chat-context.ts";
import { Dialog } from "../parts/dialog.tsx";
import { shortcuts } from "../shell/use-shortcuts.ts";

interface ShortcutsDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Keys of the message field. */
function fieldKeys(enterSends: boolean) {
  return [
    { keys: enterSends ? ["Enter"] : ["Mod", "Enter"], does: "Send the message" },
    { keys: enterSends ? ["Shift", "Enter"] : ["Enter"], does: "New line" },
    { keys: ["Esc"], does: "Stop the answer; close what is open" },
  ];
}

export function ShortcutsDialog({ open, onClose }: ShortcutsDialogProps) {
  const enterSends = useChatState(({ preferences }) => preferences.enterSends);
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <Dialog open={open} title="Keyboard shortcuts" onClose={onClose}>
      <dl className="shortcuts">
        {[...fieldKeys(enterSends), ...Object.values(shortcuts)].map(({ keys, does }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key === "Mod" ? (isMac ? "⌘" : "Ctrl") : key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
