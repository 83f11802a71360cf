import { validateEach } from "../core/cross-checks/check-sources.ts";
import { type HeldContent, keyOf, type SubmissionKey } from "../core/ledger/event.ts";
import { beforeLedger } from "../core/ledger/line.ts";
import { contentsFiles, contentsOf } from "../core/ledger/streams.ts";
import type { ValidProduction } from "../core/production/valid-production.ts";
import { next } from "../core/submission/next.ts";
import { productionsFolder } from "../core/text/source-file.ts";
import { splitByRun } from "../core/validate/split-runs.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { MainBranch } from "../ports/main-branch.ts";
import { decideAndWrite } from "./ledger-access/ledger-view.ts";
import { inParts } from "./validation/in-parts.ts";

/** Records every version on main as history: it must not run again, and its content not change under its version. */
export const baseline = async (ports: {
  readonly ledger: Ledger;
  readonly main: MainBranch;
  readonly clock: Clock;
}): Promise<number> => {
  const head = await ports.main.head();
  const snapshot = ports.main.at(head);
  const held = await inParts(snapshot, await snapshot.productions(productionsFolder), (part) =>
    validateEach(part).flatMap(({ valid }) => (valid === undefined ? [] : splitByRun(valid).map(heldOnMain))),
  );
  const { decided } = await decideAndWrite(ports, [], () => ({
    // Two folders with one tag and version are one entry: main may have what a check would refuse.
    events: [...new Map(held)].flatMap(([key, content]) =>
      next(
        { kind: "none" },
        { kind: "not-to-submit", reason: beforeLedger, held: content },
        { owner: { run: "init", nonce: "" } },
      ).events.map((event) => [key, event] as const),
    ),
    main: [{ event: "main-read", commit: head, refused: [] }],
    pages: contentsFiles(contentsOf(held.map(([key, { contentDigest }]) => [contentDigest, key]))),
    why: "Baseline",
  }));
  return decided.events.length;
};

const heldOnMain = ({ production, content }: ValidProduction): readonly [SubmissionKey, HeldContent] => [
  keyOf(production),
  { content, contentDigest: production.contentDigest },
];
