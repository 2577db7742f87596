/** The families that training sees. A table, so longer than code should be. */

import * as v from "../values.ts";
import type { ToolFamily } from "./family.ts";

const CITY_NAMES = ["city", "location", "place", "town"];
const CURRENCIES = ["EUR", "USD", "GBP", "JPY", "CHF", "INR"];
const SKIES = v.choice("sunny", "cloudy", "rainy", "windy", "snowy", "foggy");

export const knownFamilies: readonly ToolFamily[] = [
  {
    id: "weather",
    names: ["get weather", "weather lookup", "current weather", "fetch weather", "weather report", "check weather"],
    descriptions: ["Get the weather in a city.", "Weather for a place.", "Current weather of a town."],
    parameters: [{ key: "place", names: CITY_NAMES, kind: v.city }],
    requests: [
      "What is the weather in {place}?",
      "How is the weather in {place}?",
      "Tell me the weather in {place}.",
      "Weather in {place}?",
      "What's the weather like in {place} today?",
    ],
    goal: "the weather",
    result: {
      fields: [
        { name: "temperature", kind: v.integer(-5, 38) },
        { name: "condition", kind: SKIES },
      ],
      sentence: "It is {temperature} degrees and {condition} in {place}.",
    },
  },
  {
    id: "time-zone",
    names: ["get time", "world clock", "local time", "current time", "time in city"],
    descriptions: ["Get the local time of a city.", "Time in a place now.", "Current local time."],
    parameters: [{ key: "place", names: CITY_NAMES, kind: v.city }],
    requests: [
      "What time is it in {place}?",
      "Tell me the local time in {place}.",
      "What is the time in {place} now?",
      "Current time in {place}?",
    ],
    goal: "the time",
    result: { fields: [{ name: "time", kind: v.time }], sentence: "It is {time} in {place}." },
  },
  {
    id: "stock",
    names: ["get stock price", "stock quote", "share price", "stock lookup", "fetch stock"],
    descriptions: ["Get the stock price of a symbol.", "Stock quote for a ticker.", "Current share price of a stock."],
    parameters: [{ key: "symbol", names: ["symbol", "ticker", "stock", "code"], kind: v.symbol }],
    requests: [
      "What is the stock price of {symbol}?",
      "Stock quote for {symbol}, please.",
      "How much is one share of the stock {symbol}?",
      "Get the share price of the stock {symbol}.",
    ],
    goal: "a stock price",
    result: {
      fields: [{ name: "price", kind: v.decimal(5, 400) }],
      sentence: "The stock price of {symbol} is {price}.",
    },
  },
  {
    id: "message",
    names: ["send message", "send text", "message contact", "text message", "post message"],
    descriptions: ["Send a message to a person.", "Send a text message.", "Message somebody."],
    parameters: [
      { key: "person", names: ["to", "recipient", "person", "name"], kind: v.person },
      { key: "words", names: ["text", "message", "body", "content"], kind: v.phrase },
    ],
    requests: [
      "Send {person} the message: {words}",
      "Send a message to {person}: {words}",
      "Text {person} this message: {words}",
      "Message {person}: {words}",
    ],
    goal: "to send a message",
    result: {
      fields: [{ name: "status", kind: v.choice("sent", "delivered", "queued") }],
      sentence: "The message to {person} is {status}.",
    },
  },
  {
    id: "mail",
    names: ["send email", "send mail", "compose email", "write email", "mail sender"],
    descriptions: ["Send an email.", "Write an email to an address.", "Send mail with a subject."],
    parameters: [
      { key: "address", names: ["to", "address", "recipient", "email"], kind: v.email },
      { key: "subject", names: ["subject", "title", "topic"], kind: v.phrase },
    ],
    requests: [
      "Send an email to {address} about {subject}",
      "Write an email to {address} with the subject {subject}",
      "Email {address}, subject: {subject}",
      "Send mail to {address} about {subject}",
    ],
    goal: "to send an email",
    result: { fields: [{ name: "id", kind: v.code }], sentence: "The email to {address} is sent, id {id}." },
  },
  {
    id: "calendar",
    names: ["create event", "add event", "calendar event", "new event", "schedule event"],
    descriptions: ["Create a calendar event.", "Add an event to the calendar.", "Schedule an event on a date."],
    parameters: [
      { key: "title", names: ["title", "event", "name"], kind: v.phrase },
      { key: "date", names: ["date", "day", "when"], kind: v.date },
    ],
    requests: [
      "Add an event on {date}: {title}",
      "Create the event {title} on {date}.",
      "Put an event in my calendar on {date}: {title}",
      "Schedule the event {title} on {date}.",
    ],
    goal: "to add an event",
    result: { fields: [{ name: "id", kind: v.code }], sentence: "The event {title} on {date} is saved as {id}." },
  },
  {
    id: "meeting",
    names: ["book meeting", "schedule meeting", "create meeting", "plan meeting", "meeting planner"],
    descriptions: ["Book a meeting with people.", "Schedule a meeting.", "Plan a meeting at a time."],
    parameters: [
      { key: "people", names: ["people", "attendees", "guests", "names"], kind: v.people },
      { key: "time", names: ["time", "at", "start"], kind: v.time },
    ],
    requests: [
      "Book a meeting with {people} at {time}.",
      "Schedule a meeting at {time} with {people}.",
      "Plan a meeting with {people} at {time}.",
    ],
    goal: "to book a meeting",
    result: { fields: [{ name: "room", kind: v.code }], sentence: "The meeting at {time} is in room {room}." },
  },
  {
    id: "currency",
    names: ["convert currency", "currency converter", "exchange money", "money converter", "convert money"],
    descriptions: [
      "Convert money to another currency.",
      "Convert an amount of money.",
      "Currency conversion of money.",
    ],
    parameters: [
      { key: "amount", names: ["amount", "value", "sum"], kind: v.integer(2, 9999) },
      { key: "from", names: ["from", "source", "from_currency"], kind: v.choice(...CURRENCIES.slice(0, 3)) },
      { key: "to", names: ["to", "target", "to_currency"], kind: v.choice(...CURRENCIES.slice(3)) },
    ],
    requests: [
      "Convert {amount} {from} to {to}.",
      "How much money is {amount} {from} in {to}?",
      "Change {amount} {from} of my money to {to}.",
    ],
    goal: "to convert money",
    result: { fields: [{ name: "result", kind: v.decimal(2, 9999) }], sentence: "{amount} {from} are {result} {to}." },
  },
  {
    id: "search",
    names: ["web search", "search web", "search internet", "online search", "find online"],
    descriptions: ["Search the web.", "Search the internet for a query.", "Web search."],
    parameters: [{ key: "query", names: ["query", "q", "search", "text"], kind: v.phrase }],
    requests: [
      "Search the web for {query}",
      "Search for {query}",
      "Do a web search for {query}",
      "Look on the internet for {query}",
    ],
    goal: "a web search",
    result: {
      fields: [{ name: "hits", kind: v.integer(1, 999) }],
      sentence: "The search for {query} found {hits} pages.",
    },
  },
  {
    id: "reminder",
    names: ["set reminder", "add reminder", "create reminder", "remind me", "new reminder"],
    descriptions: ["Set a reminder.", "Remind the user at a time.", "Create a reminder for a task."],
    parameters: [
      { key: "task", names: ["task", "text", "what", "note"], kind: v.phrase },
      { key: "time", names: ["time", "at", "when"], kind: v.time },
    ],
    requests: [
      "Remind me at {time}: {task}",
      "Set a reminder at {time} for {task}",
      "Remind me of {task} at {time}.",
      "Add a reminder for {time}: {task}",
    ],
    goal: "a reminder",
    result: {
      fields: [{ name: "status", kind: v.choice("set", "saved", "active") }],
      sentence: "The reminder for {time} is {status}.",
    },
  },
  {
    id: "translate",
    names: ["translate text", "translate", "translator", "text translation", "translate words"],
    descriptions: ["Translate text to a language.", "Translate words.", "Text translation."],
    parameters: [
      { key: "text", names: ["text", "words", "phrase", "input"], kind: v.phrase },
      { key: "language", names: ["language", "to", "target", "target_language"], kind: v.language },
    ],
    requests: [
      "Translate {text} to {language}.",
      "Translate the words {text} into {language}.",
      "Translate to {language}: {text}",
    ],
    goal: "a translation",
    result: { fields: [{ name: "translation", kind: v.phrase }], sentence: "In {language} it is: {translation}" },
  },
  {
    id: "flight",
    names: ["find flight", "search flights", "flight search", "book flight", "get flights"],
    descriptions: ["Find a flight between two cities.", "Search flights.", "Flight from one city to another."],
    parameters: [
      { key: "from", names: ["from", "origin", "departure", "start"], kind: v.city },
      { key: "to", names: ["to", "destination", "arrival", "goal"], kind: v.city },
    ],
    requests: [
      "Find a flight from {from} to {to}.",
      "I need a flight from {from} to {to}.",
      "Search flights from {from} to {to}.",
      "Is there a flight from {from} to {to}?",
    ],
    goal: "a flight",
    result: {
      fields: [
        { name: "flight", kind: v.code },
        { name: "time", kind: v.time },
      ],
      sentence: "Flight {flight} to {to} leaves at {time}.",
    },
  },
  {
    id: "restaurant",
    names: ["find restaurant", "restaurant search", "book table", "restaurant finder", "search restaurants"],
    descriptions: ["Find a restaurant by food.", "Restaurant in a city.", "Search a restaurant for a dish."],
    parameters: [
      { key: "food", names: ["food", "cuisine", "dish", "kind"], kind: v.food },
      { key: "place", names: CITY_NAMES, kind: v.city },
    ],
    requests: [
      "Find a restaurant with {food} in {place}.",
      "Which restaurant in {place} has {food}?",
      "I want a restaurant for {food} in {place}.",
    ],
    goal: "a restaurant",
    result: { fields: [{ name: "name", kind: v.person }], sentence: "You can eat {food} at {name} in {place}." },
  },
  {
    id: "light",
    names: ["set light", "switch light", "light switch", "control light", "toggle light"],
    descriptions: ["Switch a light on or off.", "Control the light in a room.", "Set the light."],
    parameters: [
      {
        key: "room",
        names: ["room", "area", "where"],
        kind: v.choice("kitchen", "bedroom", "hall", "garage", "office"),
      },
      { key: "state", names: ["on", "state", "power"], kind: v.flag("on", "off") },
    ],
    requests: [
      "Turn {state} the light in the {room}.",
      "Switch the {room} light {state}.",
      "Please turn the light in the {room} {state}.",
    ],
    goal: "to switch a light",
    result: {
      fields: [{ name: "status", kind: v.choice("ok", "done") }],
      sentence: "The light in the {room} is {state} now.",
    },
  },
  {
    id: "timer",
    names: ["set timer", "start timer", "new timer", "timer", "countdown timer"],
    descriptions: ["Set a timer.", "Start a timer of some minutes.", "Timer in minutes."],
    parameters: [{ key: "minutes", names: ["minutes", "duration", "length", "time"], kind: v.integer(1, 90) }],
    requests: [
      "Set a timer for {minutes} minutes.",
      "Start a timer of {minutes} minutes.",
      "Timer for {minutes} minutes, please.",
    ],
    goal: "a timer",
    result: { fields: [{ name: "id", kind: v.code }], sentence: "The timer {id} runs for {minutes} minutes." },
  },
  {
    id: "notes",
    names: ["add note", "save note", "create note", "take note", "write note"],
    descriptions: ["Save a note.", "Write a note.", "Add a note to the list."],
    parameters: [{ key: "text", names: ["text", "note", "content", "body"], kind: v.phrase }],
    requests: ["Take a note: {text}", "Save this note: {text}", "Note that: {text}", "Write a note: {text}"],
    goal: "to save a note",
    result: { fields: [{ name: "id", kind: v.code }], sentence: "Your note is saved as {id}." },
  },
  {
    id: "shopping",
    names: ["add to cart", "shopping list", "buy items", "add items", "order items"],
    descriptions: ["Add items to the shopping list.", "Buy items.", "Put items on the shopping list."],
    parameters: [{ key: "items", names: ["items", "products", "list", "things"], kind: v.things }],
    requests: [
      "Add the items {items} to my shopping list.",
      "Put {items} on the shopping list.",
      "Buy these items: {items}",
    ],
    goal: "to buy items",
    result: { fields: [{ name: "total", kind: v.decimal(2, 90) }], sentence: "Your list with {items} costs {total}." },
  },
  {
    id: "music",
    names: ["play music", "music player", "play song", "start music", "play track"],
    descriptions: ["Play music by an artist.", "Play a song.", "Music of an artist."],
    parameters: [
      { key: "artist", names: ["artist", "singer", "band", "by"], kind: v.person },
      { key: "volume", names: ["volume", "loudness", "level"], kind: v.integer(1, 100) },
    ],
    requests: [
      "Play music by {artist} at volume {volume}.",
      "Play a song by {artist}, volume {volume}.",
      "Start music of {artist} with volume {volume}.",
    ],
    goal: "music",
    result: { fields: [{ name: "song", kind: v.phrase }], sentence: "I play {song} by {artist}." },
  },
  {
    id: "thermostat",
    names: ["set temperature", "set heating", "thermostat", "heating control", "adjust temperature"],
    descriptions: [
      "Set the heating temperature of a room.",
      "Adjust the heating temperature.",
      "Heating temperature in degrees.",
    ],
    parameters: [
      {
        key: "room",
        names: ["room", "area", "where"],
        kind: v.choice("kitchen", "bedroom", "hall", "garage", "office"),
      },
      { key: "degrees", names: ["degrees", "temperature", "value", "target"], kind: v.decimal(12, 27) },
    ],
    requests: [
      "Set the heating in the {room} to {degrees} degrees.",
      "Set the temperature of the {room} heating to {degrees}.",
      "I want {degrees} degrees heating in the {room}.",
    ],
    goal: "to set the heating",
    result: {
      fields: [{ name: "status", kind: v.choice("ok", "done") }],
      sentence: "The heating in the {room} is set to {degrees} degrees.",
    },
  },
  {
    id: "alarm",
    names: ["set alarm", "alarm clock", "create alarm", "wake up alarm", "add alarm"],
    descriptions: ["Set an alarm.", "Alarm clock for a time.", "Wake the user with an alarm."],
    parameters: [
      { key: "time", names: ["time", "at", "when"], kind: v.time },
      { key: "day", names: ["day", "weekday", "on"], kind: v.weekday },
    ],
    requests: [
      "Set an alarm for {time} on {day}.",
      "Wake me with an alarm on {day} at {time}.",
      "Alarm at {time} on {day}, please.",
    ],
    goal: "an alarm",
    result: {
      fields: [{ name: "status", kind: v.choice("set", "active") }],
      sentence: "The alarm for {day} at {time} is {status}.",
    },
  },
  {
    id: "battery",
    names: ["battery status", "get battery", "check battery", "battery"],
    descriptions: ["Battery status of this device.", "Check the battery."],
    parameters: [],
    requests: ["How full is the battery?", "Check the battery.", "What is the battery status?"],
    goal: "the battery status",
    result: {
      fields: [{ name: "percent", kind: v.integer(1, 100) }],
      sentence: "The battery is at {percent} percent.",
    },
  },
  {
    id: "tasks",
    names: ["list tasks", "get tasks", "show tasks", "my tasks"],
    descriptions: ["List the open tasks.", "Show all tasks."],
    parameters: [],
    requests: ["Which tasks are open?", "List my tasks.", "Show me my tasks."],
    goal: "the tasks",
    result: { fields: [{ name: "tasks", kind: v.things }], sentence: "Your tasks are {tasks}." },
  },
];
