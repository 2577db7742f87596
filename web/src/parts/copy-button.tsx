import { useEffect, useState } from "react";
import { IconButton } from "./icon-button.tsx";

/** How long the button says that it worked, in milliseconds. */
const thanksMs = 1600;

interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
}

export function CopyButton({ label, text }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), thanksMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    copyText(text()).then(
      () => setOutcome("copied"),
      () => setOutcome("failed"),
    );
  const shown = outcome === "copied" ? "Copied" : outcome === "failed" ? "The browser does not allow copying" : label;
  const icon = outcome === "copied" ? "check" : outcome === "failed" ? "warning" : "copy";
  return <IconButton small icon={icon} label={shown} onClick={copy} />;
}

/** The clipboard of the browser exists on secure origins only: a page over plain HTTP in the local network has none. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard === undefined) throw new Error("no clipboard");
  await navigator.clipboard.writeText(text);
}
