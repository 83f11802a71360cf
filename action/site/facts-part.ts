import type { AskedData, SiteIndex, SubmissionData } from "../core/view/site/site-data.ts";
import { amount, el, linkTo } from "./dom.ts";

type RequestFact = readonly [name: string, value: Node | string];

/** Who asked and approved, what it costs, where it is from, and how it is cited. */
export const factsPart = ({ page }: SiteIndex, { asked, card }: SubmissionData): readonly Node[] => {
  if (asked === undefined) return [];
  const cost = `${card === undefined ? "none yet" : hours(card.coreHours.used)} used of ${hours(asked.coreHoursForeseen)} foreseen`;
  const facts: readonly RequestFact[] = [
    ["Asked by", `${asked.by}${asked.contact.length === 0 ? "" : `; contact ${asked.contact.join(", ")}`}`],
    ["Approved by", asked.approved],
    ["Core-hours", cost],
    ["Jobs", asked.jobs === null ? "unknown" : amount(asked.jobs)],
    ["Made from", madeFrom(asked, page)],
    ["Reads", asked.parents.join(", ") || "nothing else"],
    ["Read by", card?.readers.join(", ") || "nothing that SHREK submitted"],
    ["Group", asked.group],
    ["PanDA", asked.panda],
    ["Name at PanDA", asked.outDS],
    ...(card === undefined ? [] : [["Quality", qualityText(card)] as const]),
    ...(card?.software.build ? [["Release", card.software.build] as const] : []),
  ];
  return [
    el("h2", {}, "Request"),
    el("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    ...(card === undefined ? [] : [el("h2", {}, "How to cite"), el("p", { class: "cite" }, card.cite)]),
  ];
};

const madeFrom = ({ folder, commit, pullRequest }: AskedData, page: string | null): Node =>
  el(
    "span",
    {},
    `${folder} at commit `,
    linkTo(page === null ? "" : `${page}/tree/${commit}/${folder}`, commit.slice(0, 12)),
    ...(pullRequest === null
      ? []
      : [", ", linkTo(page === null ? "" : `${page}/pull/${pullRequest}`, `pull request ${pullRequest}`)]),
  );

const qualityText = ({ quality, words }: NonNullable<SubmissionData["card"]>): string => {
  const last = words.at(-1);
  return last === undefined ? quality : `${quality}; ${last.by}: ${last.reason}`;
};

const hours = (used: number | null): string => (used === null ? "an unknown number" : amount(used));
