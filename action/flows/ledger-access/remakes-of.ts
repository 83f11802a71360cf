import { partsOfKey } from "../../core/ledger/event.ts";
import { remakeOf } from "../../core/outcomes/extension.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { formRuleOf } from "../../core/policy/form-rule.ts";
import { readRules, rulePlaces } from "../../core/policy/rules.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import { everyOf } from "./samples-of.ts";

/** With how what they lost is made again: other versions of their tags may have made it. `hasApp` is asked only where something is lost. */
export const withRemakes = async <T extends SubmissionStatus>(
  ledger: Pick<Ledger, "submissions" | "read">,
  head: LedgerHead,
  statuses: readonly T[],
  hasApp: () => Promise<boolean> = async () => false,
): Promise<readonly T[]> => {
  const lost = statuses.filter((one) => remakeOf(one, [], false) !== undefined);
  if (lost.length === 0) return statuses;
  // Runs are not extended, and there may be thousands.
  const extendable = lost.filter(({ key }) => partsOfKey(key).run === undefined);
  const tags = new Set(extendable.map(({ key }) => partsOfKey(key).tag));
  const all = tags.size === 0 ? [] : await everyOf(ledger, head, tags);
  const byTag = Map.groupBy(all, ({ key }) => partsOfKey(key).tag);
  const app = await hasApp();
  const known = new Set(lost);
  return statuses.map((one) =>
    known.has(one) ? { ...one, remake: remakeOf(one, byTag.get(partsOfKey(one.key).tag) ?? [], app) } : one,
  );
};

/** Whether the conventions of main name a GitHub App that may open pull requests. */
export const namesApp = async (main: Pick<MainBranch, "head" | "at">): Promise<boolean> =>
  formRuleOf(readRules(await main.at(await main.head()).files(rulePlaces([productionsFolder]))))?.app !== undefined;
