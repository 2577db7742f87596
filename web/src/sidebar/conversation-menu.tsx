import { useRef, useState } from "react";
import { useChat } from "../chat/chat-context.ts";
import { saveFile } from "../chat/files.ts";
import type { ConversationId, ExportFormat } from "../data/index.ts";
import { DeleteDialog } from "../dialogs/delete-dialog.tsx";
import { RenameDialog } from "../dialogs/rename-dialog.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { Menu, MenuItem, MenuLine } from "../parts/menu.tsx";
import { narrow, useMedia } from "../shell/use-media.ts";
import type { Panes } from "../shell/use-panes.ts";

interface ConversationMenuProps {
  readonly summary: { readonly id: ConversationId; readonly title: string };
  readonly panes: Panes;
  readonly small?: boolean;
}

/** What can be done with one conversation. */
export function ConversationMenu({ summary: { id, title }, panes, small = false }: ConversationMenuProps) {
  const data = useChat();
  const isNarrow = useMedia(narrow);
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const name = title || "New conversation";
  const save = async (format: ExportFormat) => saveFile(await data.exportConversations(format, [id]));
  const close = () => setDialog(null);
  return (
    <>
      <Menu trigger={<IconButton ref={opener} icon="more" label={`More for “${name}”`} small={small} />}>
        {!isNarrow && !(panes.ids.length === 1 && panes.active === id) && (
          <MenuItem icon="beside" onSelect={() => void panes.openBeside(id)}>
            Open beside
          </MenuItem>
        )}
        <MenuItem icon="edit" onSelect={() => setDialog("rename")}>
          Rename
        </MenuItem>
        <MenuItem icon="out" onSelect={() => void save("markdown")}>
          Export as Markdown
        </MenuItem>
        <MenuItem icon="out" onSelect={() => void save("json")}>
          Export as JSON
        </MenuItem>
        <MenuLine />
        <MenuItem icon="trash" danger onSelect={() => setDialog("delete")}>
          Delete
        </MenuItem>
      </Menu>
      {dialog === "rename" && <RenameDialog id={id} title={title} opener={opener} onClose={close} />}
      {dialog === "delete" && (
        <DeleteDialog
          title="Delete this conversation?"
          text={`“${name}” is deleted from this browser, with all its branches.`}
          opener={opener}
          onClose={close}
          onDelete={async () => {
            if (panes.ids.includes(id)) panes.close(id);
            await data.deleteConversation(id);
          }}
        />
      )}
    </>
  );
}
