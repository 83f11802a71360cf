import { type Bump, largerBump } from "../conventions/version-style.ts";
import type { Content } from "../production/content.ts";
import { mapping } from "../text/canonical-json.ts";
import { bumpRules, type ChangeKind } from "./bump-rules.ts";
import type { Change } from "./change.ts";
import { contentChanges } from "./content-changes.ts";
import { type DiffLine, diffLines } from "./line-diff.ts";
import { type PayloadLine, payloadLines } from "./payload-lines.ts";

export type BumpReason = {
  readonly change: Change;
  readonly bump: Bump;
  readonly kind: ChangeKind;
  readonly because: string;
};
export type Advice = { readonly bump: Bump; readonly reasons: readonly BumpReason[] };

/** The smallest step of the version that is honest about what changed. */
export const leastBump = (from: Content, to: Content): Advice => {
  const reasons = contentChanges(from, to).map((change): BumpReason => ({ change, ...ruleFor(change.path) }));
  return { bump: reasons.reduce<Bump>((bump, reason) => largerBump(bump, reason.bump), "none"), reasons };
};

const ruleFor = (path: string): Omit<BumpReason, "change"> => {
  const rule = bumpRules.find(({ where }) => matches(where.split("."), path.split(".")));
  return {
    bump: rule?.bump ?? "major",
    kind: rule?.kind ?? "physics",
    because: rule?.because ?? "a change that no rule covers",
  };
};

const matches = (pattern: readonly string[], path: readonly string[]): boolean => {
  const [head, ...rest] = pattern;
  if (head === undefined) return path.length === 0;
  if (head === "**") return true;
  return path.length > 0 && (head === "*" || head === path[0]) && matches(rest, path.slice(1));
};

/** A file that is sent along and changed, with the sha256 of its bytes before and after. */
type ChangedFile = { readonly path: string; readonly was: string; readonly is: string };

export const changedFiles = (reasons: readonly BumpReason[]): readonly ChangedFile[] =>
  reasons
    .flatMap(({ change: { path, from, to } }): readonly ChangedFile[] => {
      const [was, is] = [from, to].map((one) => (typeof one === "string" ? one.split(" ")[1] : undefined));
      const isFile = path.startsWith("files.") && was !== undefined && is !== undefined;
      return isFile ? [{ path: path.slice("files.".length), was, is }] : [];
    })
    .slice(0, maxFileCount);
const maxFileCount = 10;

export type FileLines = { readonly path: string; readonly lines: readonly DiffLine<{ readonly text: string }>[] };

/** `undefined`: one of them is no text, or longer than anybody reads. */
export const fileLines = (path: string, was: Uint8Array, is: Uint8Array): FileLines | undefined => {
  const [before, after] = [linesOf(was), linesOf(is)];
  return before === undefined || after === undefined
    ? undefined
    : { path, lines: diffLines(before, after, ({ text }) => text) };
};

const linesOf = (bytes: Uint8Array): readonly { readonly text: string }[] | undefined =>
  bytes.length > maxTextLength || bytes.includes(0)
    ? undefined
    : new TextDecoder()
        .decode(bytes)
        .replace(/\n$/, "")
        .split("\n")
        .map((text) => ({ text }));
const maxTextLength = 64 * 1024;

/** What belongs together for a reader: one step, the inputs, the files, or the rest. */
export type ChangeGroup = {
  readonly title: string;
  /** Each with its path as it is read under the title. */
  readonly reasons: readonly (BumpReason & { readonly name: string })[];
};

export const groupReasons = (reasons: readonly BumpReason[]): readonly ChangeGroup[] => {
  const groups = new Map<string, (BumpReason & { readonly name: string })[]>();
  for (const reason of reasons) {
    const { title, name } = placeOf(reason.change.path);
    groups.set(title, [...(groups.get(title) ?? []), { ...reason, name }]);
  }
  return [...groups]
    .map(([title, grouped]) => ({ title, reasons: grouped }))
    .toSorted((a, b) => rank(a.title) - rank(b.title));
};

const rank = (title: string): number => (title === whole ? 0 : title === "inputs" ? 1 : title === "files" ? 3 : 2);
const whole = "production";

const placeOf = (path: string): { readonly title: string; readonly name: string } => {
  const [head = "", step = "", ...rest] = path.split(".");
  const below = path.slice(head.length + 1);
  switch (head) {
    case "steps":
      return { title: `step ${step}`, name: rest.length === 0 ? "the step" : rest.join(".") };
    case "inputs":
      return { title: "inputs", name: below };
    case "renamed":
      return { title: `step ${step}`, name: "its name" };
    case "tables":
      return { title: `step ${step}`, name: ["table", ...rest].join(".") };
    case "files":
    case "modes":
    case "moved":
      return { title: "files", name: below };
    default:
      return { title: whole, name: path };
  }
};

export const changedPayloads = (
  from: Content,
  to: Content,
): readonly { readonly step: string; readonly lines: readonly DiffLine<PayloadLine>[] }[] => {
  const [before, after] = [runsOf(from), runsOf(to)];
  return [...after].flatMap(([step, run]) => {
    const old = before.get(step);
    if (old === undefined || old === run) return [];
    return [{ step, lines: diffLines(payloadLines(old), payloadLines(run), ({ key }) => key) }];
  });
};

const runsOf = ({ request }: Content): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(mapping(mapping(request).steps)).flatMap(([step, options]) => {
      const { run } = mapping(options);
      return typeof run === "string" ? [[step, run] as const] : [];
    }),
  );
