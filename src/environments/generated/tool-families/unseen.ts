/** Families that exist only in the eval split: no training tool has these names, descriptions or argument names. A table. */

import * as v from "../values.ts";
import type { ToolFamily } from "./family.ts";

export const unseenFamilies: readonly ToolFamily[] = [
  {
    id: "tide",
    names: ["tide table", "get tide", "harbour tide"],
    descriptions: ["Tide times of a harbour.", "Get the tide at a harbour."],
    parameters: [{ key: "place", names: ["harbour", "port"], kind: v.city }],
    requests: ["When is the tide in {place}?", "Show me the tide for {place}."],
    goal: "the tide",
  },
  {
    id: "parking",
    names: ["reserve parking", "parking finder", "find parking"],
    descriptions: ["Find parking near a street.", "Reserve parking for hours."],
    parameters: [
      { key: "place", names: ["near", "street"], kind: v.city },
      { key: "hours", names: ["hours", "stay"], kind: v.integer(1, 12) },
    ],
    requests: ["Find parking in {place} for {hours} hours.", "Reserve parking near {place}, {hours} hours."],
    goal: "parking",
  },
  {
    id: "parcel",
    names: ["track parcel", "parcel tracker", "trace parcel"],
    descriptions: ["Track a parcel by its number.", "Trace where a parcel is."],
    parameters: [{ key: "number", names: ["tracking", "parcel_number"], kind: v.code }],
    requests: ["Where is my parcel {number}?", "Track the parcel {number}."],
    goal: "a parcel",
  },
  {
    id: "cinema",
    names: ["cinema tickets", "buy tickets", "book cinema"],
    descriptions: ["Buy cinema tickets.", "Book cinema seats for a film."],
    parameters: [
      { key: "film", names: ["film", "movie"], kind: v.phrase },
      { key: "seats", names: ["seats", "tickets"], kind: v.integer(1, 9) },
    ],
    requests: ["Buy {seats} cinema tickets for {film}.", "Book {seats} cinema tickets for {film}."],
    goal: "cinema tickets",
  },
  {
    id: "dictionary",
    names: ["define word", "dictionary", "word meaning"],
    descriptions: ["Explain the meaning of a word.", "Define a word."],
    parameters: [{ key: "word", names: ["word", "term"], kind: v.thing }],
    requests: ["Define the word {word}.", "What is the meaning of the word {word}?"],
    goal: "the meaning of a word",
  },
  {
    id: "recipe",
    names: ["get recipe", "recipe book", "cook recipe"],
    descriptions: ["Recipe for a meal.", "Get a recipe."],
    parameters: [
      { key: "meal", names: ["meal", "recipe"], kind: v.food },
      { key: "persons", names: ["servings", "eaters"], kind: v.integer(1, 12) },
    ],
    requests: ["Give me a recipe of {meal} for {persons}.", "I need the recipe for {meal}, for {persons} people."],
    goal: "a recipe",
  },
  {
    id: "hotel",
    names: ["book hotel", "hotel room", "hotel search"],
    descriptions: ["Book a hotel for some nights.", "Hotel room from a date."],
    parameters: [
      { key: "place", names: ["resort", "hotel_city"], kind: v.city },
      { key: "date", names: ["arrival_date", "checkin"], kind: v.date },
      { key: "nights", names: ["nights", "stay"], kind: v.integer(1, 14) },
    ],
    requests: [
      "Book a hotel in {place} from {date} for {nights} nights.",
      "I need a hotel in {place} on {date}, {nights} nights.",
    ],
    goal: "a hotel",
  },
  {
    id: "lock",
    names: ["lock door", "door lock", "smart lock"],
    descriptions: ["Lock or unlock a door.", "Control the door lock."],
    parameters: [
      { key: "door", names: ["door", "which_door"], kind: v.choice("front", "back", "cellar", "garden") },
      { key: "state", names: ["locked", "closed"], kind: v.flag("locked", "unlocked") },
    ],
    requests: ["I want the {door} door {state}.", "Make the {door} door {state}."],
    goal: "to lock a door",
  },
];
