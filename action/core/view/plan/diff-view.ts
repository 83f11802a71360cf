import type { Bump } from "../../conventions/version-style.ts";
import { textTable } from "../../markdown/text-table.ts";
import { quotable } from "../../problems/problem.ts";
import type { Content } from "../../production/content.ts";
import type { Production } from "../../production/production.ts";
import { wrapped } from "../../text/wrap.ts";
import type { PastVersion } from "../../versioning/check-version.ts";
import {
  type BumpReason,
  type ChangeGroup,
  changedPayloads,
  type FileLines,
  groupReasons,
  leastBump,
} from "../../versioning/least-bump.ts";
import type { DiffLine } from "../../versioning/line-diff.ts";
import type { PayloadLine } from "../../versioning/payload-lines.ts";
import { proposeVersion } from "../../versioning/propose-version.ts";

/** What one production became, as data. */
export type DiffView = {
  readonly folder: string;
  readonly tag: string;
  readonly version: string;
  /** With what it was compared, in words; `undefined`: there is nothing before it. */
  readonly against: string | undefined;
  readonly bump: Bump;
  readonly groups: readonly ChangeGroup[];
  readonly payloads: readonly { readonly step: string; readonly lines: readonly DiffLine<PayloadLine>[] }[];
  /** Files that changed, line by line, where their bytes before are still here. */
  readonly files: readonly FileLines[];
  /** The version that this content should have; `undefined`: the ledger could not be read. */
  readonly suggestion: string | undefined;
};

export const diffView = (
  valid: { readonly production: Production; readonly content: Content },
  before: { readonly name: string; readonly content: Content } | undefined,
  history: readonly PastVersion[] | undefined,
  files: readonly FileLines[] = [],
): DiffView => {
  const { production, content } = valid;
  const advice = before === undefined ? undefined : leastBump(before.content, content);
  return {
    folder: production.folder,
    tag: production.tag,
    version: production.version,
    against: before?.name,
    bump: advice?.bump ?? "none",
    groups: groupReasons(advice?.reasons ?? []),
    payloads: before === undefined ? [] : changedPayloads(before.content, content),
    files,
    suggestion: history === undefined ? undefined : proposeVersion(valid, history, { size: "least", trial: false }),
  };
};

export const diffJson = ({ groups, payloads: _, files: __, ...view }: DiffView): object => ({
  ...view,
  changes: groups.flatMap(({ title, reasons }) =>
    reasons.map(({ change, bump, kind, because }) => ({ group: title, ...change, bump, kind, because })),
  ),
});

/** What changed, for a terminal of this width: step by step, payloads by line, and what the version needs. */
export const diffText = (view: DiffView, width: number | undefined): string => {
  const { tag, version, against, bump, groups, payloads, files } = view;
  if (against === undefined) return `${tag} ${version}: no earlier version was submitted\n`;
  if (groups.length === 0) return `${tag} ${version}: nothing that runs changed since ${against}\n${lastLine(view)}`;
  const parts = groups.map(({ title, reasons }) =>
    [
      title,
      indented(
        textTable(
          ["what", "was", "is", "needs"],
          reasons.map((reason) => [
            reason.name,
            ...changeSides(reason, files).map(shownSide),
            `${reason.bump}: ${reason.because}`,
          ]),
          width === undefined ? undefined : width - margin.length,
        ),
      ),
      ...(title === "files" ? files.map(fileText) : []),
      ...payloads.filter(({ step }) => title === `step ${step}`).map(({ lines }) => indented(unified(lines))),
    ].join("\n"),
  );
  const what =
    version === against
      ? `${tag} as it lies here, compared with ${against} as it was submitted`
      : `${tag} ${version}, compared with ${against}`;
  return `${wrapped(`${what}: ${bump} change`, width)}\n\n${parts.join("\n\n")}\n\n${lastLine(view)}`;
};

/** Files are anybody's text: what a terminal would obey is written out. */
const fileText = ({ path, lines }: FileLines): string =>
  indented(
    `${quotable(path)}\n${unified(lines.map(({ side, line }) => ({ side, line: { text: quotable(line.text.replaceAll("\t", "    ")) } })))}`,
  );

const lastLine = ({ version, suggestion }: DiffView): string =>
  suggestion === undefined
    ? ""
    : suggestion === version
      ? `version: ${version} is right\n`
      : `version: ${suggestion} is the smallest that the changes allow\n`;

const widest = 40;
const shownSide = (value: unknown): string => {
  if (value === undefined) return "-";
  const text = (typeof value === "string" ? value : JSON.stringify(value)).replaceAll(/\s+/g, " ");
  return text.length > widest ? `${text.slice(0, widest)}...` : text;
};

const margin = "  ";
const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, margin);

/** Number of lines shown before and after a change. */
const around = 2;
const marks = { both: " ", removed: "-", added: "+" } as const;

/** Changed lines with their context, as `diff -u` shows them. */
export const unified = (lines: readonly DiffLine<Pick<PayloadLine, "text">>[]): string => {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ side }) => side !== "both"),
  );
  return lines
    .flatMap(({ side, line }, at) => {
      if (near[at] !== true) return [];
      return [...(near[at - 1] === false ? ["..."] : []), `${marks[side]} ${line.text}`.trimEnd()];
    })
    .join("\n");
};

/** The old and the new value of a change, for a table: empty for a file whose lines follow below, which show more. */
export const changeSides = (
  { change: { path, from, to } }: Pick<BumpReason, "change">,
  files: readonly Pick<FileLines, "path">[],
): readonly [unknown, unknown] => {
  const [, file] = /^files\.(.+)$/.exec(path) ?? [];
  if (file === undefined) return [from, to];
  if (from !== undefined && to !== undefined && files.some((one) => one.path === file))
    return ["see below", "see below"];
  return [withoutMode(from), withoutMode(to)];
};

/** Of `100644 DIGEST` the beginning of the digest: the right to execute is a change of its own. */
const withoutMode = (side: unknown): unknown =>
  typeof side === "string" ? side.replace(/^[0-7]{6} ([0-9a-f]{12})[0-9a-f]*$/, "$1") : side;
