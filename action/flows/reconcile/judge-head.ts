import { type Validated } from "../../core/cross-checks/validated.ts";
import type { View } from "../../core/pass/view.ts";
import { compareText } from "../../core/problems/problem.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { lintPayloads } from "../validation/lint-payloads.ts";
import { statusesAround } from "../validation/on-tree.ts";
import { validateSources } from "../validation/validate-sources.ts";
import type { Pass } from "./pass.ts";

/** The head of main, and how it came there. */
export type MainHead = {
  readonly commit: string;
  /** Since the cursor, the head among them. */
  readonly commits: readonly string[];
};

export type ValidatedHead = MainHead & { readonly judged: readonly Validated[] };

/** What changed since the cursor, and what was refused before; compared with everything that stands beside it. */
export const validateHead = async ({ ports }: Pass, view: View, main: MainHead): Promise<ValidatedHead> => {
  const snapshot = ports.main.at(main.commit);
  const folders = await snapshot.productions(productionsFolder);
  const changed = new Set(
    view.head.cursor === undefined
      ? folders
      : [...(await Promise.all(main.commits.map((commit) => ports.main.changed(commit)))).flat(), ...view.head.refused],
  );
  const looked = folders.filter((folder) => changed.has(folder)).toSorted(compareText);
  if (looked.length === 0) return { ...main, judged: [] };
  const judged = await validateSources(
    {
      bash: ports.bash,
      history: Promise.resolve({ ledger: ports.ledger, head: view.head }),
      lint: lintPayloads,
      onTree: () => statusesAround(snapshot, productionsFolder, new Set(looked)),
    },
    await snapshot.all(looked),
  );
  return { ...main, judged };
};
