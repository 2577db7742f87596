/** Kinds of text that exist only in the eval split. A table. */
import * as v from "../values.ts";
import type { RecordKind } from "./record.ts";

export const unseenRecords: readonly RecordKind[] = [
  {
    id: "ship",
    subject: "The ship {v}",
    lead: { names: ["ship", "vessel"], kind: v.person },
    fields: [
      { names: ["harbour", "port"], kind: v.city, clause: "sails to the port of {v}" },
      { names: ["crew"], kind: v.integer(5, 400), clause: "has a crew of {v}" },
      { names: ["captain"], kind: v.person, clause: "has the captain {v}" },
      { names: ["knots", "top_knots"], kind: v.decimal(5, 40), clause: "has a speed of {v} knots" },
      { names: ["cargo"], kind: v.things, clause: "has the cargo {v}" },
    ],
  },
  {
    id: "plant",
    subject: "The plant {v}",
    lead: { names: ["plant", "species_name"], kind: v.thing },
    fields: [
      { names: ["blossom"], kind: v.colour, clause: "has a {v} blossom" },
      { names: ["depth_cm", "root_depth"], kind: v.integer(2, 80), clause: "has roots of {v} cm depth" },
      { names: ["edible"], kind: v.flag("edible", "toxic"), clause: "is {v}" },
      { names: ["gardener"], kind: v.person, clause: "is cut by the gardener {v}" },
    ],
  },
  {
    id: "concert",
    subject: "The concert",
    fields: [
      { names: ["band", "performer"], kind: v.person, clause: "is played by the band {v}" },
      { names: ["hall", "venue"], kind: v.code, clause: "is in hall {v}" },
      { names: ["doors_open", "begins"], kind: v.time, clause: "begins at {v}" },
      { names: ["fee", "ticket_fee"], kind: v.decimal(5, 90), clause: "has a fee of {v} dollars" },
    ],
  },
];
