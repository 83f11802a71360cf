import type { Content } from "../production/content.ts";
import { mapping } from "../text/canonical-json.ts";
import type { BumpReason } from "./least-bump.ts";
import { type DiffLine, diffLines } from "./line-diff.ts";
import { type PayloadLine, payloadLines } from "./payload-lines.ts";

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
