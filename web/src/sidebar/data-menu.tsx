import { useRef, useState } from "react";
import { useChat } from "../chat/chat-context.ts";
import { chooseFile, saveFile } from "../chat/files.ts";
import type { ExportFormat, ImportOutcome } from "../data/index.ts";
import { DeleteDialog } from "../dialogs/delete-dialog.tsx";
import { ImportDialog } from "../dialogs/import-dialog.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { Menu, MenuItem, MenuLine } from "../parts/menu.tsx";
import type { Panes } from "../shell/use-panes.ts";

interface DataMenuProps {
  readonly panes: Panes;
  /** Shows what was opened. */
  readonly afterChoice: () => void;
}

/** Export, import and deletion of everything. */
export function DataMenu({ panes, afterChoice }: DataMenuProps) {
  const data = useChat();
  const [imported, setImported] = useState<ImportOutcome | null>(null);
  const [deleting, setDeleting] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const save = async (format: ExportFormat) => saveFile(await data.exportConversations(format));
  const read = async () => {
    const text = await chooseFile(".json,.md,.txt,application/json,text/markdown");
    if (text === null) return;
    const outcome = await data.importFile(text);
    setImported(outcome);
    if (outcome.status === "done" && outcome.conversations.length === 1) await panes.open(outcome.conversations[0]!);
  };
  const close = () => {
    setImported(null);
    if (imported?.status === "done" && imported.conversations.length === 1) afterChoice();
  };
  return (
    <>
      <Menu align="start" trigger={<IconButton ref={opener} icon="out" label="Export, import, delete" />}>
        <MenuItem icon="into" onSelect={() => void read()}>
          Import a file
        </MenuItem>
        <MenuItem icon="out" onSelect={() => void save("json")}>
          Export everything as JSON
        </MenuItem>
        <MenuItem icon="out" onSelect={() => void save("markdown")}>
          Export everything as Markdown
        </MenuItem>
        <MenuItem icon="person" onSelect={() => saveFile(data.exportCharacters())}>
          Export characters
        </MenuItem>
        <MenuLine />
        <MenuItem icon="trash" danger onSelect={() => setDeleting(true)}>
          Delete all conversations
        </MenuItem>
      </Menu>
      {imported !== null && <ImportDialog outcome={imported} opener={opener} onClose={close} />}
      {deleting && (
        <DeleteDialog
          title="Delete all conversations?"
          text="Every conversation in this browser is deleted. Characters and settings stay."
          opener={opener}
          onClose={() => setDeleting(false)}
          onDelete={async () => {
            await data.deleteAllConversations();
            await panes.open(data.createConversation());
          }}
        />
      )}
    </>
  );
}
