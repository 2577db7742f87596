/** Word lists that several tasks draw from. Size: long because the lists are. */
import type { Random } from "../contract.ts";
import { capitalised } from "./fill.ts";

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

export const FIRST_NAMES = list(`
  Anna Ben Clara David Emma Felix Grace Henry Iris Jack Kate Leo Maria Noah Olivia Paul Quinn Rosa Sam Tina Umar Vera
  Will Xenia Yara Zoe Adam Bella Carlos Diana Erik Fatima George Hana Ivan Julia Karim Lena Marco Nina Oscar Petra
  Ravi Sara Tom Ursula Victor Wendy Yusuf Zara Alice Bruno Chloe Daniel Elena Frank Gina Hugo Ida Jonas`);

export const CITIES = list(`
  Paris London Rome Berlin Madrid Vienna Oslo Lisbon Prague Dublin Athens Warsaw Helsinki Stockholm Budapest Zurich
  Geneva Munich Hamburg Milan Naples Venice Porto Lyon Nice Boston Chicago Seattle Denver Dallas Austin Miami Houston
  Toronto Montreal Vancouver Mexico Lima Bogota Santiago Quito Havana Tokyo Kyoto Osaka Seoul Beijing Shanghai Delhi
  Mumbai Dhaka Karachi Bangkok Hanoi Manila Jakarta Sydney Melbourne Perth Auckland Cairo Nairobi Lagos Accra Tunis
  Dakar Istanbul Ankara Tehran Baghdad Dubai Riyadh Amman Kiev Sofia Riga Tallinn Vilnius`);

export const THINGS = list(`
  apple bread chair clock cup door drum egg fish flag flower fork glass glove guitar hammer hat jacket key knife lamp
  leaf letter map mirror mug needle orange paper pen pencil piano plate pot ring rope salt scarf shell shirt shoe
  soap sock spoon stone sugar table tea tent ticket towel toy tree umbrella vase wallet watch wheel window`);

export const ANIMALS = list(`
  ant bear bee bird camel cat cow crab deer dog dolphin duck eagle fox frog goat goose horse koala lion lizard monkey
  mouse otter owl panda parrot pig rabbit raven seal shark sheep snake spider swan tiger turtle whale wolf zebra`);

export const COLOURS = list("red blue green yellow black white brown pink purple orange grey silver gold");

export const JOBS = list(
  "baker doctor teacher nurse pilot farmer lawyer singer painter writer driver cook chemist tailor",
);

export const FOODS = list("pizza pasta sushi curry soup salad tacos ramen burger noodles rice falafel paella stew");

export const LANGUAGES = list(
  "French Spanish German Italian Polish Greek Turkish Arabic Hindi Japanese Korean Dutch Swedish Czech",
);

export const WEEKDAYS = list("Monday Tuesday Wednesday Thursday Friday Saturday Sunday");

export const MONTHS = list("January February March April May June July August September October November December");

const ONSETS = list("b d f g h j k l m n p r s t v w z br dr gr kr tr bl fl pl st sh th ch");
const VOWELS = list("a e i o u a e i o u ai ea io");
const CODAS = ["", "", "", "n", "r", "l", "s", "m", "k", "t", "x"];

/** A made-up word of `syllables` syllables, lower case: such words can only be copied, never remembered. */
export function inventWord(random: Random, syllables = random.integer(2, 3)): string {
  let word = "";
  for (let i = 0; i < syllables; i++) word += random.pick(ONSETS) + random.pick(VOWELS);
  return word + random.pick(CODAS);
}

export function inventName(random: Random): string {
  return capitalised(inventWord(random, 2));
}

/** A person: a known or an invented first name, sometimes with an invented last name. */
export function personName(random: Random): string {
  const first = random.chance(0.5) ? random.pick(FIRST_NAMES) : inventName(random);
  return random.chance(0.25) ? `${first} ${inventName(random)}` : first;
}

export function cityName(random: Random): string {
  return random.chance(0.55) ? random.pick(CITIES) : inventName(random);
}

/** `07:30`, minutes in steps of five. */
export function clockTime(random: Random): string {
  return `${twoDigits(random.integer(6, 22))}:${twoDigits(5 * random.integer(0, 11))}`;
}

/** `2025-03-14`. */
export function isoDate(random: Random): string {
  return `20${random.integer(24, 29)}-${twoDigits(random.integer(1, 12))}-${twoDigits(random.integer(1, 28))}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
