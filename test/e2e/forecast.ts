import { parentCommits } from "../../action/adapters/git/objects.ts";
import { gitRevisions } from "../../action/adapters/git/revisions.ts";
import type { VersionOutcome } from "../../action/core/outcomes/outcome.ts";
import type { Would } from "../../action/core/view/status/would.ts";
import { checkRevision } from "../../action/flows/check-revision.ts";
import type { ReconcilePorts } from "../../action/flows/reconcile/ports.ts";
import type { Foreign } from "../../action/ports/foreign.ts";

/**
 * What the plan of a pull request says of its merge, and the dry run of the pass behind it does not. Where main moved by
 * more than one merge, or by none, there is nothing to compare. The plan assumes the approval and asks PanDA nothing, so
 * what it submits may be held for an approval, or for who wrote it where its issue was edited behind the merge, and what it lets wait for inputs may find them.
 */
export const untrueForecast = async (
  dir: string,
  ports: Pick<ReconcilePorts, "ledger" | "tags" | "bash" | "main" | "clock">,
  foreign: Foreign,
  would: readonly Would[],
): Promise<readonly string[]> => {
  const [head, { cursor }] = await Promise.all([ports.main.head(), ports.ledger.head()]);
  if (cursor === undefined || cursor === head) return [];
  if ((await parentCommits(dir, head))?.[0] !== cursor) return [];
  const checked = await checkRevision({ ...ports, revisions: gitRevisions(dir, foreign) }, cursor, head);
  const submits = new Set(would.flatMap((one) => (one.does === "submit" ? [one.submission] : [])));
  const rowsOf = (key: string) =>
    would.flatMap((one) => ((one.does === "enter" || one.does === "write") && one.submission === key ? [one] : []));
  return [...checked.fates].flatMap(([key, fate]) => {
    const made = submits.has(key) ? submit : (rowsOf(key).at(-1) ?? nothing);
    return fits(fate, made) ? [] : [`The plan said "${fate.kind}" of ${key}, and the pass would "${made.event}"`];
  });
};

const submit = { event: "submit", reason: "" } as const;
const nothing = { event: "nothing", reason: "" } as const;

const fits = (
  { kind }: VersionOutcome,
  { event, reason = "" }: { readonly event: string; readonly reason?: string },
) => {
  switch (kind) {
    case "submitted":
      return event === "submit" || (event === "held" && /approv|what the form makes of issue/.test(reason));
    case "perhaps-without-app":
      return event === "submit" || event === "held";
    case "held":
    case "without-app":
      return event === "held";
    case "blocked":
      return event === "held" || event === "blocked";
    case "never":
      return event === "skipped";
    case "waits":
      return event === "waiting" || event === "submit" || event === "intended";
    case "queued":
      return event === "queued";
    case "tagged":
      return event === "conflict" || event === "tag-conflict";
    case "stays":
      return event !== "skipped";
  }
};
