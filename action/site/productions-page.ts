import { type Filter, type FilterKey, filterKeys, matches, readFilter, writeFilter } from "../core/view/site/filter.ts";
import type { SiteIndex, SiteRow } from "../core/view/site/site-data.ts";
import { newestRows, siteIndex } from "./data.ts";
import { amount, el, linkTo, meter, none, stateMark, tableOf, toProduction } from "./dom.ts";

const labels: Readonly<Partial<Record<FilterKey, string>>> = {
  tag: "Words of the tag",
  campaign: "Campaign",
  field: "Part of the tag, or release",
  state: "State",
  person: "Person",
  group: "Group",
  site: "Site",
  data: "Dataset",
  run: "Run",
};

/** Rows that are shown before somebody asks for more. */
const shownFirst = 50;

/** Found by what stands in the form, which stands in the address. Read from the newest on, no further than needed. */
export const productionsPage = async (query: string): Promise<readonly Node[]> => {
  const index = await siteIndex();
  const list = el("div", { id: "found" });
  const form = filterForm(index, readFilter(query), (filter) => {
    const written = writeFilter(filter);
    history.replaceState(null, "", `#/productions${written === "" ? "" : `?${written}`}`);
    void find(index, filter, list);
  });
  await find(index, readFilter(query), list);
  return [el("h1", {}, "Productions"), form, list];
};

const filterForm = (index: SiteIndex, filter: Filter, change: (filter: Filter) => void): HTMLElement => {
  const offered: Readonly<Partial<Record<FilterKey, readonly string[]>>> = index.facets;
  const fields = filterKeys.flatMap((key) => {
    const label = labels[key];
    if (label === undefined) return [];
    const values = offered[key] ?? [];
    const input = el("input", { name: key, type: "search", value: filter[key] ?? "", autocomplete: "off" });
    if (values.length > 0) input.setAttribute("list", `of-${key}`);
    return [
      el("label", {}, el("span", {}, label), input),
      ...(values.length > 0
        ? [el("datalist", { id: `of-${key}` }, ...values.map((value) => el("option", { value })))]
        : []),
    ];
  });
  const form = el("form", { class: "filters", role: "search", "aria-label": "Find productions" }, ...fields);
  // What has no field, such as `asks` of a linkTo, holds until a field changes.
  const read = (): Filter =>
    readFilter(new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])).toString());
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => change(read()), 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(read());
  });
  return form;
};

let newest = 0;

const find = async (index: SiteIndex, filter: Filter, list: HTMLElement, wanted = shownFirst): Promise<void> => {
  const mine = ++newest;
  const found: SiteRow[] = [];
  let read = 0;
  for await (const rows of newestRows()) {
    if (mine !== newest) return;
    read += rows.length;
    for (const row of rows) if (matches(row, filter)) found.push(row);
    if (found.length > wanted) break;
  }
  if (mine !== newest) return;
  const isAll = read === index.submissions;
  const more = found.length > wanted || !isAll;
  const button = el("button", { type: "button" }, "Show more");
  button.addEventListener("click", () => void find(index, filter, list, wanted + 4 * shownFirst));
  list.replaceChildren(
    el(
      "p",
      { role: "status", class: "count" },
      countText({ found: found.length, read, all: index.submissions }, filter),
    ),
    found.length === 0
      ? none("Nothing is found by this.")
      : tableOf("Productions", heads, found.slice(0, wanted).map(cells), "cards"),
    ...(more ? [button] : []),
  );
};

const countText = (
  { found, read, all }: { readonly found: number; readonly read: number; readonly all: number },
  filter: Filter,
): string => {
  const other = filterKeys.flatMap((key) =>
    labels[key] === undefined && filter[key] !== undefined ? [`${key}: ${filter[key]}`] : [],
  );
  const by = other.length === 0 ? "" : `, ${other.join(", ")}`;
  return read === all
    ? `${amount(found)} of ${amount(all)} submissions${by}`
    : `${amount(found)} of the newest ${amount(read)} submissions, of ${amount(all)}${by}`;
};

const heads = ["Production", "State", "Inputs done", "Asked by", "Entered", "Sites", "What"];

const cells = (row: SiteRow) => [
  linkTo(
    toProduction(row.tag, row.version, ...(row.run === undefined ? [] : [row.run])),
    `${row.tag} ${row.version}${row.run === undefined ? "" : ` #${row.run}`}`,
  ),
  stateMark(row.state, row.phase, row.asks),
  meter(row.done, row.inputs, `${amount(row.done)} of ${amount(row.inputs)}`),
  row.by,
  el("time", { datetime: row.entered }, row.entered.slice(0, 10)),
  row.sites.join(", "),
  row.words,
];
