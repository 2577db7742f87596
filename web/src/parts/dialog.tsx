import { Dialog as Radix } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { focusComposer } from "../shell/focus.ts";
import { IconButton } from "./icon-button.tsx";
import "./dialog.css";

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  /** Left out where the dialog must be answered. */
  readonly onClose?: () => void;
  /** Gets the focus afterwards; left out where what opened the dialog still has it. */
  readonly opener?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
  /** One sentence that a screen reader tells with the title. */
  readonly description?: string;
}

/** A dialog in the middle of the page. Radix keeps the focus inside and gives it back afterwards. */
export function Dialog({ title, open, onClose, opener, description, children }: DialogProps) {
  const giveBack = (event: Event) => {
    if (opener === undefined) return;
    event.preventDefault();
    // It may have gone with what the dialog deleted.
    if (opener.current === null) focusComposer();
    else opener.current.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose?.()}>
      <Radix.Portal>
        {/* Not Radix.Overlay: it locks scrolling by a <style> element, which the page's security policy forbids. */}
        <div className="backdrop" />
        <Radix.Content
          className="dialog"
          onCloseAutoFocus={giveBack}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
        >
          <header className="dialog-head">
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            {onClose !== undefined && <IconButton icon="close" label="Close" onClick={onClose} />}
          </header>
          {description !== undefined && <Radix.Description className="dialog-text">{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
