import { thousands } from "../core/text/amounts.ts";

type Child = Node | string | number | undefined | readonly Child[];
type Attributes = Readonly<Record<string, string>>;

/** An element. Texts become text nodes: nothing of the data is ever read as HTML. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => fill(document.createElement(name), attributes, children);

export const svg = (name: string, attributes: Attributes, ...children: readonly Child[]): SVGElement =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

const fill = <E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  add(element, children);
  return element;
};

const add = (element: Element, children: readonly Child[]): void => {
  for (const child of children) {
    if (child === undefined) continue;
    if (typeof child === "string" || typeof child === "number") element.append(String(child));
    else if (child instanceof Node) element.append(child);
    else add(element, child);
  }
};

/** By thousands, in one piece at the end of a line. */
export const amount = (value: number): string => thousands(value).replaceAll(" ", "\u00a0");

/** Our own words with code between backticks, as comments have it. */
export const withCode = (words: string): readonly Child[] =>
  words.split("`").map((part, index) => (index % 2 === 0 ? part : el("code", {}, part)));

/** A link within the site or to a server; any other address, such as `javascript:`, is text. */
export const linkTo = (address: string, text: string): Node =>
  /^(#\/|https?:\/\/)/.test(address) ? el("a", { href: address }, text) : document.createTextNode(text);

/** `#/p/TAG/VERSION/RUN`, with as much as is given. */
export const toProduction = (...parts: readonly (string | number)[]): string =>
  `#/p/${parts.map((part) => encodeURIComponent(String(part))).join("/")}`;

export const toCampaign = (name: string): string => `#/campaigns/${encodeURIComponent(name)}`;

export const stateMark = (state: string, phase: string, asks: boolean): HTMLElement =>
  el("span", { class: `state ${asks ? "person" : phase}` }, state);

export const none = (words: string): HTMLElement => el("p", { class: "none" }, words);

/** A table that scrolls by itself where it is wider than the window, also by keys. */
export const tableOf = (
  name: string,
  heads: readonly string[],
  rows: readonly (readonly Child[])[],
  look = "",
): HTMLElement =>
  el(
    "div",
    { class: `scroll ${look}`, tabindex: "0", role: "region", "aria-label": name },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
      el(
        "tbody",
        {},
        ...rows.map((cells) =>
          el("tr", {}, ...cells.map((cell, at) => el("td", { "data-head": heads[at] ?? "" }, cell))),
        ),
      ),
    ),
  );

export const meter = (done: number, inputs: number, text: string): Child =>
  inputs === 0
    ? el("span", { class: "none" }, "none yet")
    : [
        el("progress", { max: String(inputs), value: String(done), "aria-label": "inputs done" }),
        " ",
        el("small", {}, text),
      ];
