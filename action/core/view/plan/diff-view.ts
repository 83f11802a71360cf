import type { Bump } from "../../conventions/bump.ts";
import type { Content } from "../../production/content.ts";
import type { Production } from "../../production/production.ts";
import { type ChangeGroup, changedPayloads, groupReasons } from "../../versioning/change-groups.ts";
import type { PastVersion } from "../../versioning/check-version.ts";
import type { FileLines } from "../../versioning/file-lines.ts";
import { leastBump } from "../../versioning/least-bump.ts";
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
  accepted: { readonly production: Production; readonly content: Content },
  before: { readonly name: string; readonly content: Content } | undefined,
  history: readonly PastVersion[] | undefined,
  files: readonly FileLines[] = [],
): DiffView => {
  const { production, content } = accepted;
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
    suggestion: history === undefined ? undefined : proposeVersion(accepted, history, { size: "least", trial: false }),
  };
};

/** As `--json` prints it. */
export const diffJson = ({ groups, payloads: _, files: __, ...view }: DiffView): object => ({
  ...view,
  changes: groups.flatMap(({ title, reasons }) =>
    reasons.map(({ change, bump, kind, because }) => ({ group: title, ...change, bump, kind, because })),
  ),
});
