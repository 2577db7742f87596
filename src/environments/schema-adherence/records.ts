import {
  choice,
  codeOf,
  date,
  email,
  type FieldKind,
  flag,
  inSteps,
  labels,
  link,
  listOf,
  measure,
  objectOf,
  text,
  uuid,
  whole,
} from "./fields.ts";

/** A kind of thing that schemas describe, with more fields than one schema has. */
export interface RecordKind {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldKind>>;
}

const people = ["Mira Oduya", "Tomo Lind", "Lene Ferro", "Oskar Amsel", "Ines Dahl", "Jori Talle"];
const person = text(3, 40, people);
const places = ["North Quay", "Mill Lane", "Old Harbour", "Fern Hill", "Stone Bridge"];
const place = text(4, 30, places);
const note = text(5, 80, ["ask at the gate", "bring a lamp", "the key is under the pot", "call before noon"]);

export const records: readonly RecordKind[] = [
  {
    name: "boat rental",
    fields: {
      rental_id: codeOf("BR", 5),
      guest: person,
      guest_email: email,
      boat_kind: choice(["rowing", "sailing", "motor", "canoe"]),
      hours: whole(1, 12),
      deposit: inSteps(5, 200),
      life_jackets: flag,
      pier: objectOf({ name: place, number: whole(1, 40), open: flag }),
      crew: listOf(objectOf({ name: person, age: whole(8, 90) }), 1, 3),
    },
  },
  {
    name: "seed packet",
    fields: {
      packet_id: uuid,
      plant: text(3, 30, ["runner bean", "marigold", "black radish", "sweet pea"]),
      sown_from: date,
      depth_cm: measure(12),
      seeds: whole(5, 400),
      light: choice(["sun", "half shade", "shade"]),
      neighbours: labels(1, 4, ["onion", "carrot", "dill", "lettuce", "leek"]),
      shelf: objectOf({ row: whole(1, 20), label: codeOf("S", 3) }),
    },
  },
  {
    name: "repair order",
    fields: {
      order_no: codeOf("RO", 6),
      customer: objectOf({ name: person, email, returning: flag }),
      item: text(3, 40, ["wall clock", "typewriter", "folding bicycle", "music box"]),
      urgency: choice(["low", "normal", "high"]),
      received: date,
      parts: listOf(
        objectOf({
          name: text(3, 30, ["spring", "axle", "small screw", "belt"]),
          pieces: whole(1, 20),
          price: measure(90),
        }),
        1,
        4,
      ),
      warranty: flag,
      remark: note,
    },
  },
  {
    name: "choir concert",
    fields: {
      title: text(5, 60, ["Songs of the river", "An evening of rounds", "Winter voices"]),
      held_on: date,
      hall: objectOf({ name: place, seats: inSteps(10, 600), website: link }),
      pieces: listOf(text(4, 40, ["The mill wheel", "Three gulls", "Old lamp", "Snow on the pier"]), 2, 5),
      admission: measure(60),
      kind: choice(["open", "members", "school"]),
      tags: labels(1, 3, ["choral", "outdoors", "family", "benefit"]),
      contact: email,
    },
  },
  {
    name: "weather station",
    fields: {
      station: codeOf("WX", 4),
      station_url: link,
      place,
      height_m: whole(0, 3000),
      sensor: choice(["wind", "rain", "heat", "light"]),
      readings: listOf(objectOf({ hour: whole(0, 23), value: measure(100), checked: flag }), 1, 4),
      keeper: objectOf({ name: person, email }),
      serviced: date,
    },
  },
  {
    name: "library loan",
    fields: {
      loan_id: uuid,
      reader: person,
      title: text(3, 60, ["The glass ferry", "A field guide to fog", "Letters from a mill"]),
      due: date,
      renewals: whole(0, 3),
      state: choice(["out", "returned", "overdue", "lost"]),
      fine: measure(30),
      shelves: labels(1, 3, ["fiction", "nature", "travel", "music"]),
      branch: objectOf({ name: place, desk: whole(1, 9), phone: codeOf("T", 4) }),
    },
  },
];
