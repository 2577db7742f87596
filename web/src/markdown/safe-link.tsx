import type { ReactNode } from "react";

/** Where a link of an answer may lead: the web and mail, and nothing without a host of its own. */
const allowed = /^(?:https?:\/\/[^/\s]|mailto:[^\s])/i;

/** The address of a link, or "" for one that is not followed. */
export function allowedAddress(address: string): string {
  // Browsers skip control characters in front of and inside a scheme.
  const hasControl = [...address].some((character) => character <= " " || character === "\u007f");
  return !hasControl && allowed.test(address) ? address : "";
}

/** A link that the model wrote: opens apart, tells the other side nothing. Without an address it is text. */
export function SafeLink({ href, children }: { readonly href?: string | undefined; readonly children?: ReactNode }) {
  if (href === undefined || allowedAddress(href) === "") return <span className="dead-link">{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
    </a>
  );
}

interface ImageNoteProps {
  readonly src?: string | undefined;
  readonly alt?: string | undefined;
}

/** In the place of an image: answers never make the browser fetch anything. */
export function ImageNote({ src, alt }: ImageNoteProps) {
  const name = alt === undefined || alt === "" ? "image" : alt;
  return (
    <span className="image-note">
      <span className="unseen">Image, not loaded: </span>
      <SafeLink href={src}>{name}</SafeLink>
    </span>
  );
}
