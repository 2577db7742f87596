import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Roles that need a name to be of use. */
const named = [
  "button",
  "link",
  "textbox",
  "searchbox",
  "combobox",
  "switch",
  "slider",
  "menuitem",
  "dialog",
  "img",
  "region",
];
const nameless = new RegExp(`^\\s*- (?:${named.join("|")})(?: \\[[^\\]]*\\])*:?$`);

/** Names of everything that can be used, landmarks, unique ids, and the contrast of all text. */
export async function expectAccessible(page: Page): Promise<void> {
  const snapshot = await page.locator("body").ariaSnapshot();
  expect(snapshot.split("\n").filter((line) => nameless.test(line))).toEqual([]);
  expect(await page.locator("main").count()).toBe(1);
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await page.evaluate(examine)).toEqual({ faint: [], repeatedIds: [] });
}

/**
 * Runs in the browser, whose types these tests do not know. Contrast as WCAG 2.2 (1.4.3) counts it: 4.5, or 3 for text of at
 * least 24 pixels. Text of disabled controls is exempt there, and so is what is hidden.
 */
const examine = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const mix = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((value) => value / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    if (element.closest(".unseen, :disabled, [aria-hidden=true], [inert], noscript") !== null) continue;
    const grounds = [];
    for (let up = element; up !== null; up = up.parentElement) grounds.unshift(getComputedStyle(up).backgroundColor);
    const style = getComputedStyle(element);
    const ground = light(mix(["white", ...grounds]));
    const ink = light(mix(["white", ...grounds, style.color]));
    const ratio = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) faint.push(ratio.toFixed(2) + " " + node.data.trim().slice(0, 40));
  }
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  return { faint, repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index) };
})()`;
