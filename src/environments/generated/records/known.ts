/** The kinds of text that training sees. A table. */
import * as v from "../values.ts";
import type { RecordKind } from "./record.ts";

const NAME = { names: ["name", "person", "who"], kind: v.person };
const PRICE = { names: ["price", "cost", "amount"], kind: v.decimal(1, 99), clause: "costs {v} dollars" };
const COLOUR = { names: ["color", "paint"], kind: v.colour, clause: "is {v}" };

export const knownRecords: readonly RecordKind[] = [
  {
    id: "person",
    subject: "{v}",
    lead: NAME,
    fields: [
      { names: ["age", "years"], kind: v.integer(18, 90), clause: "is {v} years old" },
      { names: ["city", "home", "town"], kind: v.city, clause: "lives in {v}" },
      { names: ["job", "work", "profession"], kind: v.job, clause: "works as a {v}" },
      { names: ["email", "mail"], kind: v.email, clause: "has the email {v}" },
      { names: ["height", "height_cm"], kind: v.integer(150, 199), clause: "is {v} cm tall" },
      { names: ["married", "is_married"], kind: v.flag("married", "single"), clause: "is {v}" },
      { names: ["languages", "speaks"], kind: v.languages, clause: "speaks {v}" },
    ],
  },
  {
    id: "product",
    subject: "The {v}",
    lead: { names: ["product", "item", "name"], kind: v.thing },
    fields: [
      PRICE,
      COLOUR,
      { names: ["weight", "kg"], kind: v.integer(1, 60), clause: "weighs {v} kg" },
      { names: ["code", "id", "article"], kind: v.code, clause: "has the code {v}" },
      { names: ["stock", "in_stock"], kind: v.flag("in stock", "sold out"), clause: "is {v}" },
      { names: ["size"], kind: v.choice("small", "medium", "large"), clause: "comes in size {v}" },
    ],
  },
  {
    id: "booking",
    subject: "The table",
    fields: [
      { names: ["guest", "name", "customer"], kind: v.person, clause: "is booked by {v}" },
      { names: ["date", "day"], kind: v.date, clause: "is for {v}" },
      { names: ["time", "at"], kind: v.time, clause: "is taken at {v}" },
      { names: ["guests", "people", "seats"], kind: v.integer(1, 12), clause: "seats {v} guests" },
      { names: ["restaurant", "place"], kind: v.person, clause: "is at restaurant {v}" },
    ],
  },
  {
    id: "pet",
    subject: "The {v}",
    lead: { names: ["animal", "species", "kind"], kind: v.animal },
    fields: [
      { names: ["name", "called"], kind: v.person, clause: "is called {v}" },
      { names: ["age", "years"], kind: v.integer(1, 19), clause: "is {v} years old" },
      COLOUR,
      { names: ["food", "eats"], kind: v.food, clause: "eats {v}" },
      { names: ["owner", "keeper"], kind: v.person, clause: "belongs to {v}" },
    ],
  },
  {
    id: "book",
    subject: "The book {v}",
    lead: { names: ["title", "book", "name"], kind: v.phrase },
    fields: [
      { names: ["author", "writer"], kind: v.person, clause: "was written by {v}" },
      { names: ["pages", "length"], kind: v.integer(40, 900), clause: "has {v} pages" },
      { names: ["year", "published"], kind: v.integer(1900, 2029), clause: "came out in {v}" },
      { names: ["language"], kind: v.language, clause: "is in {v}" },
      PRICE,
    ],
  },
  {
    id: "trip",
    subject: "The trip",
    fields: [
      { names: ["from", "start", "origin"], kind: v.city, clause: "starts in {v}" },
      { names: ["to", "end", "destination"], kind: v.city, clause: "ends in {v}" },
      { names: ["date", "day"], kind: v.date, clause: "is on {v}" },
      { names: ["hours", "duration"], kind: v.integer(1, 30), clause: "takes {v} hours" },
      PRICE,
    ],
  },
  {
    id: "order",
    subject: "Order {v}",
    lead: { names: ["order", "id", "number"], kind: v.code },
    fields: [
      { names: ["customer", "buyer", "name"], kind: v.person, clause: "comes from {v}" },
      { names: ["items", "products"], kind: v.things, clause: "contains {v}" },
      { names: ["total", "sum"], kind: v.decimal(5, 300), clause: "adds up to {v} dollars" },
      { names: ["paid", "is_paid"], kind: v.flag("paid", "open"), clause: "is {v}" },
      { names: ["city", "address"], kind: v.city, clause: "goes to {v}" },
    ],
  },
  {
    id: "meeting",
    subject: "The meeting",
    fields: [
      { names: ["topic", "title", "subject"], kind: v.phrase, clause: "is about {v}" },
      { names: ["people", "attendees"], kind: v.people, clause: "is with {v}" },
      { names: ["weekday", "day"], kind: v.weekday, clause: "is on {v}" },
      { names: ["time", "start"], kind: v.time, clause: "starts at {v}" },
      { names: ["room", "place"], kind: v.code, clause: "takes place in room {v}" },
    ],
  },
];
