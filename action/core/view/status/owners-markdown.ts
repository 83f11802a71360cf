import { type Doc, printed, words } from "../../markdown/doc.ts";
import { fitted, maxCommentBytes } from "../../markdown/fit-doc.ts";
import { code, link, type Markdown, md, mention } from "../../markdown/markdown.ts";
import { askedUntil } from "../../outcomes/asked-owners.ts";
import { compareText } from "../../problems/problem.ts";
import { counted, sizeText } from "../../text/amounts.ts";
import { formLink } from "./answers.ts";
import { type DataInRucio, expireLines, readersText } from "./data-in-rucio.ts";

/**
 * The issue of a month that asks owners what becomes of their data: each is mentioned once, and each dataset has its own
 * answer. Nobody has to answer: what nobody names stays as long as it was promised.
 */
export const ownersMarkdown = (data: readonly DataInRucio[], now: Date, page: string): string => {
  const bytes = data.reduce((sum, one) => sum + one.bytes, 0);
  const doc: Doc = [
    {
      kind: "headline",
      of: "page",
      words: md`${counted(data.length, "dataset")}, ${sizeText(bytes)}: may they go, or are they needed for longer?`,
    },
    words(
      md`Their rules in Rucio end before ${dayOf(askedUntil(now).toISOString())}, or their production was given up. SHREK ends nothing by itself, and asks once a month.`,
    ),
    words(
      md`To let data go, write the line as a comment on the pull request beside it, or send it by ${formLink(page)}. It ends nothing if the data have changed since.`,
    ),
    words(
      md`To keep data longer, write a longer ${code("keep")} in the request on main: it needs no new version. For a version that main no longer holds, ask who administers the account of SHREK in Rucio to lengthen the rule.`,
    ),
    ...[...Map.groupBy(data, ({ owner }) => owner)]
      .toSorted(byOwner)
      .flatMap(([owner, ones]) => ownerPart(owner, ones, page)),
  ];
  return printed(fitted(doc, { open: maxCommentBytes, all: maxCommentBytes })).markdown;
};

type Owned = readonly [owner: string | null, ones: readonly DataInRucio[]];
const byOwner = ([one]: Owned, [other]: Owned): number => compareText(one ?? "~", other ?? "~");

const ownerPart = (owner: string | null, ones: readonly DataInRucio[], page: string): Doc => [
  { kind: "headline", of: "section", words: owner === null ? md`Of nobody` : mention(owner) },
  {
    kind: "table",
    heads: ["dataset", "size", "kept until", "read by", "to let it go", "on"],
    rows: ones
      .toSorted((a, b) => compareText(a.until ?? "", b.until ?? "") || compareText(a.did, b.did))
      .map((one) => [
        code(one.did),
        sizeText(one.bytes),
        one.isGivenUp ? `${dayOf(one.until ?? "")}, given up` : dayOf(one.until ?? ""),
        readersText(one),
        one.stays === null ? code(expireLines(one.key, [one]).join()) : md`it stays: ${one.stays}`,
        pullOf(one, page),
      ]),
    more: md`: ${code("shrek data")} lists all.`,
  },
];

const pullOf = ({ pullRequest }: DataInRucio, page: string): Markdown =>
  pullRequest === null ? formLink(page) : link(`pull request ${pullRequest}`, `${page}/pull/${pullRequest}`);

const dayOf = (time: string): string => time.slice(0, "2026-12-01".length);
