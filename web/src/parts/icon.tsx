/** Outlines on a field of 20 by 20, drawn with a line of 1.6. */
const outlines = {
  plus: "M10 4v12M4 10h12",
  search: "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4Zm3.7 8.700L16.5 16.5",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h8",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4.5 10.500l3.7 3.7 7.3-8.2",
  send: "M10 16V4.500M5 9.500l5-5 5 5",
  stop: "M6 6h8v8H6Z",
  copy: "M7.5 7.500h8v8.500h-8ZM12.5 7.500V4h-8v8.500h3",
  edit: "M4 16l.8-3.400L13.3 4.100l2.6 2.6-8.5 8.500ZM11.5 6l2.5 2.5",
  again: "M15.8 9A6 6 0 1 0 15 13.200M16.2 4.500V9h-4.5",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  down: "M5 8l5 5 5-5",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  trash: "M4.5 6h11M8 6V4h4v2M6 6l.7 10h6.600L14 6",
  sliders: "M4 6.500h6M14 6.500h2M4 13.500h2M10 13.500h6M12 4.500v4M8 11.500v4",
  beside: "M3.5 4.500h13v11h-13ZM10 4.500v11",
  sun: "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM10 2.500v1.500M10 16v1.500M2.5 10H4M16 10h1.500M4.7 4.700l1 1M14.3 14.300l1 1M4.7 15.300l1-1M14.3 5.700l1-1",
  moon: "M15.8 12A6.5 6.5 0 0 1 8 4.2 6.5 6.5 0 1 0 15.8 12Z",
  contrast: "M10 3.500a6.5 6.5 0 1 0 0 13ZM10 3.500a6.5 6.5 0 0 1 0 13",
  out: "M10 12.500V4M6.5 7L10 3.5 13.5 7M4 12v4h12v-4",
  into: "M10 4v8.500M6.5 9L10 12.5 13.5 9M4 12v4h12v-4",
  thought: "M10 3.500a4.5 4.5 0 0 0-2.5 8.200V14h5v-2.300A4.5 4.5 0 0 0 10 3.500ZM8 16.500h4",
  tool: "M12.5 4a3.5 3.5 0 0 0-3.3 4.700L4 13.9 6.1 16l5.2-5.200A3.5 3.5 0 0 0 15.9 7l-2 1.9-2-.8-.8-2L13 4.100Z",
  person: "M10 4a2.8 2.8 0 1 0 0 5.600A2.8 2.8 0 0 0 10 4ZM4.5 16c.6-2.9 2.7-4.4 5.5-4.400s4.9 1.5 5.5 4.4",
  keyboard: "M2.5 5.500h15v9h-15ZM5.5 8.500h.01M8.5 8.500h.01M11.5 8.500h.01M14.5 8.500h.01M6.5 11.500h7",
  warning: "M10 4L3 16h14ZM10 8.500v3.500M10 13.900h.01",
  tree: "M4 5h4M8 10h4M8 15h4M6 5v10h2M6 10h2M14.5 10h.01M14.5 15h.01",
  key: "M7 8.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM9.2 9.400L15.5 4M13 6.200l2 2",
} as const;

export type IconName = keyof typeof outlines;

/** A small drawing beside words or in a labelled button; it says nothing itself. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.4 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={outlines[name]} />
    </svg>
  );
}
