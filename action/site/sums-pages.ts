import { sizeText } from "../core/text/amounts.ts";
import type { FilterKey } from "../core/view/site/filter.ts";
import type { AccountRow, Amount, DeliveredRow, SiteFailures } from "../core/view/site/site-data.ts";
import { barsPlot } from "./bars-plot.ts";
import { fetchJson } from "./data.ts";
import { amount, el, linkTo, meter, none, tableOf } from "./dom.ts";
import { failurePart } from "./production-page.ts";

/** Delivered of requested, by a part of the tag or by what stands beside it, as the address says. */
export const deliveredPage = async (query: string): Promise<readonly Node[]> => {
  const rows = await fetchJson<readonly DeliveredRow[]>("data/delivered.json");
  const groups = [...new Set(rows.map(({ by }) => by))].toSorted(inMenu);
  const asked = new URLSearchParams(query).get("by") ?? "";
  const list = el("div", {});
  const show = (by: string): void => list.replaceChildren(deliveredTable(rows.filter((row) => row.by === by)));
  const chosen = groups.includes(asked) ? asked : "part 1";
  show(chosen);
  return [
    el("h1", {}, "Delivered"),
    el(
      "p",
      { class: "lead" },
      "Of all that has the same part of the tag, release or group. Trials, what was given up or replaced, and data that were declared bad are not counted. Events are those that jobs are asked for, and those that exist so far, counted as in the status.",
    ),
    ...(groups.length < 2 ? [] : [groupMenu(groups, chosen, show)]),
    list,
  ];
};

/** Parts of the tag first, in their order. */
const inMenu = (a: string, b: string): number =>
  Number(b.startsWith("part ")) - Number(a.startsWith("part ")) || (a < b ? -1 : 1);

/** What is chosen is in the address, and the menu keeps the focus. */
const groupMenu = (groups: readonly string[], chosen: string, show: (by: string) => void): HTMLElement => {
  const menu = el("select", { name: "by" }, ...groups.map((by) => el("option", { value: by }, groupTitle(by))));
  menu.value = chosen;
  menu.addEventListener("change", () => {
    history.replaceState(null, "", `#/delivered?${new URLSearchParams({ by: menu.value }).toString()}`);
    show(menu.value);
  });
  return el("form", { class: "filters" }, el("label", {}, el("span", {}, "Group by"), menu));
};

const groupTitle = (by: string): string => {
  return by.startsWith("part ") ? `${by} of the tag` : by === "group" ? "working group" : by;
};

const deliveredTable = (rows: readonly DeliveredRow[]): HTMLElement =>
  rows.length === 0
    ? none("There is none yet.")
    : tableOf(
        "Delivered",
        ["Value", "Delivered", "Submissions", "Events delivered", "States"],
        rows.map(({ by, value, requested, delivered, states }) => [
          linkTo(`#/productions?${filterOf(by)}=${encodeURIComponent(value)}`, value),
          meter(
            delivered.submissions,
            requested.submissions,
            `${share(delivered.submissions, requested.submissions)} %`,
          ),
          `${amount(delivered.submissions)} of ${amount(requested.submissions)}`,
          eventsText(delivered, requested),
          Object.entries(states)
            .map(([state, count]) => `${amount(count)} ${state}`)
            .join(", "),
        ]),
        "cards",
      );

const filterOf = (by: string): FilterKey => (by === "group" ? "group" : "field");

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((100 * part) / whole));

const eventsText = (delivered: Amount, requested: Amount): string => {
  if (requested.events === 0) return "not counted";
  const without = requested.unknown === 0 ? "" : `; ${amount(requested.unknown)} submissions count none`;
  return `${delivered.unknown === 0 ? "" : "at least "}${amount(delivered.events)} of ${amount(requested.events)}${without}`;
};

const shownRows = 500;

export const accountingPage = async (): Promise<readonly Node[]> => {
  const rows = await fetchJson<readonly AccountRow[]>("data/accounting.json");
  const months = [...Map.groupBy(rows, ({ month }) => month)]
    .map(([month, ones]) => ({
      name: month,
      used: ones.reduce((all, one) => all + one.hoursUsed, 0),
      foreseen: ones.reduce((all, one) => all + one.hoursForeseen, 0),
    }))
    .reverse();
  return [
    el("h1", {}, "Accounting"),
    el(
      "p",
      { class: "lead" },
      "By the month in which a submission was entered, the first part of its tag and its working group. Core-hours are what pilots measured of jobs that succeeded, and what requests estimate. ",
      el("a", { href: "accounting.csv", download: "" }, "The same as CSV"),
      ".",
    ),
    ...(months.length === 0 ? [none("Nothing was asked for yet.")] : [barsPlot(months)]),
    ...(rows.length === 0
      ? []
      : [
          tableOf(
            "Accounts",
            [
              "Month",
              "Tag, part 1",
              "Group",
              "Submissions",
              "Jobs",
              "Failed jobs",
              "Core-hours foreseen",
              "Core-hours used",
              "Files",
              "Size",
            ],
            rows.slice(0, shownRows).map(accountCells),
            "cards numbers",
          ),
          ...(rows.length > shownRows
            ? [el("p", {}, `${amount(rows.length - shownRows)} more rows are in the CSV.`)]
            : []),
        ]),
  ];
};

const accountCells = (row: AccountRow) => [
  row.month,
  linkTo(`#/productions?field=${encodeURIComponent(row.firstPart)}`, row.firstPart),
  linkTo(`#/productions?group=${encodeURIComponent(row.group)}`, row.group),
  amount(row.submissions),
  amount(row.jobs),
  row.failedJobs === 0 ? "" : amount(row.failedJobs),
  withUnknown(row.hoursForeseen, row.unforeseen),
  withUnknown(row.hoursUsed, row.unknown),
  amount(row.files),
  row.bytes === 0 ? "" : sizeText(row.bytes),
];

const withUnknown = (hours: number, unknown: number): string =>
  `${amount(hours)}${unknown === 0 ? "" : ` (${amount(unknown)} unknown)`}`;

export const sitesPage = async (): Promise<readonly Node[]> => {
  const sites = await fetchJson<readonly SiteFailures[]>("data/sites.json");
  return [
    el("h1", {}, "Sites"),
    el(
      "p",
      { class: "lead" },
      "Jobs of submissions that have ended, as PanDA had them then, with the last words of one job of a kind.",
    ),
    ...(sites.length === 0 ? [none("No job was read yet.")] : []),
    ...sites.map(({ site, jobs, failed, failures }) =>
      el(
        "section",
        { class: "failures" },
        el("h2", {}, linkTo(`#/productions?site=${encodeURIComponent(site)}`, site)),
        el(
          "p",
          {},
          failed === 0 ? `${amount(jobs)} jobs, none failed` : `${amount(failed)} of ${amount(jobs)} jobs failed`,
        ),
        ...failures.map(({ failure, jobs: count, said }) => failurePart(failure, count, said)),
      ),
    ),
  ];
};
