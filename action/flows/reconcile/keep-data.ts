import { didText } from "../../core/catalogue/data-seen.ts";
import { ruleStep, type WantedRule } from "../../core/catalogue/keep-rule.ts";
import type { KeptData } from "../../core/ledger/arrival.ts";
import type { SubmissionKey } from "../../core/ledger/event.ts";
import { isKeepDue, keepTime, type OutputDid, outputDids } from "../../core/ledger/keeping.ts";
import { ruleComment } from "../../core/ledger/names.ts";
import type { View } from "../../core/pass/view.ts";
import { Failure, Outage } from "../../core/problems/failure.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { CatalogueResult, DataKeeper } from "../../ports/data-keeper.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

/** Submissions whose rules one pass makes or lengthens: each is a few calls, and all others wait. */
const maxKeptInPass = 40;

type KeepDue = { readonly key: SubmissionKey; readonly state: Extract<SubmissionState, { readonly past: unknown }> };

/**
 * Makes rules for the outputs of what ended well, and lengthens them where more time was asked for. What is in Rucio
 * is read before each call, so that a lost answer makes no second rule; nothing here shortens or ends one. The ledger
 * remembers until when they stand: a pass with nothing new asks Rucio nothing.
 */
export const keepData = async (pass: Pass, from: View): Promise<View> => {
  const all = [...from.states].flatMap(([key, state]): readonly KeepDue[] =>
    "past" in state && state.past.expiring.length === 0 && isKeepDue(state) ? [{ key, state }] : [],
  );
  if (all.length === 0) return from;
  const due = all.toSorted((a, b) => (a.state.since < b.state.since ? -1 : 1)).slice(0, maxKeptInPass);
  if (due.length < all.length)
    pass.budget.postponed.set("kept data", `Rules for the data of ${all.length - due.length} submissions wait.`);
  const kept = await pass.each(due, async (one) => ({ ...one, ...(await keepOne(pass, one)) }));
  if (kept.length === 0) return from;
  const seen = kept.map(({ key, state, dids, rules }) => {
    const until = keepTime(state)?.until?.toISOString() ?? null;
    return [key, { kind: "kept", until, dids, rules }] as const;
  });
  const view = await record(pass, from, seen, "Data are kept:");
  return { head: view.head, states: new Map([...from.states, ...view.states]) };
};

/** The DIDs for which there is a rule now, and the rules of ours. */
const keepOne = async (
  { ports, setting }: Pass,
  { key, state }: KeepDue,
): Promise<Required<Pick<KeptData, "dids" | "rules">>> => {
  const { intent } = state;
  const { kept, arrives } = intent;
  const wanted = keepTime(state);
  if (kept === undefined || arrives === undefined || wanted === undefined) return { dids: [], rules: [] };
  if (ports.catalogue === undefined || ports.keeper === undefined)
    throw new Failure("The conventions keep data in a Rucio, but this pass has no login to it.", {
      wayOut: "Set RUCIO_HOST and the login in the environment panda; `shrek init` prints the commands.",
    });
  const [catalogue, keeper] = [ports.catalogue(arrives.place), ports.keeper(arrives.place)];
  const outputs = outputDids(intent, "tasks" in state ? state.tasks : []).filter(
    ({ did }) => !state.past.expired.includes(didText(did)),
  );
  const known = await catalogue.collections(outputs.map(({ did }) => did));
  const [there, missing] = [true, false].map((is) => outputs.filter(({ did }) => known.has(didText(did)) === is));
  const { account } = arrives.place;
  const rule = { account, at: kept.at, copies: kept.copies, comment: ruleComment(intent), until: wanted.until };
  const made = new Set(state.past.kept?.rules);
  for (const { did } of there ?? []) {
    const { said, rule: own } = await keepOutput({ catalogue, keeper }, did, rule);
    if (own !== undefined) made.add(own);
    if (said !== undefined) setting.tell(`${key}: ${didText(did)}: ${said}`);
  }
  const late = (missing ?? []).find(({ isCertain }) => isCertain);
  if (late !== undefined)
    throw new Outage(`Rucio does not know ${didText(late.did)} yet, so no rule keeps it.`, {
      wayOut: "It comes when PanDA has registered it; if it does not, the storage of the step is perhaps not Rucio's.",
    });
  const dids = new Set([...(there ?? []).map(({ did }) => didText(did)), ...(state.past.kept?.dids ?? [])]);
  return { dids: [...dids], rules: [...made] };
};

type KeepAccess = { readonly catalogue: Catalogue; readonly keeper: DataKeeper };

/** What was done, for progress, and to which rule of ours. */
const keepOutput = async (
  { catalogue, keeper }: KeepAccess,
  did: OutputDid["did"],
  wanted: WantedRule,
): Promise<{ readonly said?: string; readonly rule: string | undefined }> => {
  const step = ruleStep(await catalogue.rules(did), wanted);
  const until = wanted.until === undefined ? "for ever" : `until ${wanted.until.toISOString().slice(0, 10)}`;
  switch (step.kind) {
    case "stands":
      return { rule: step.rule };
    case "taken":
      throw new Failure(
        `Rule ${step.rule} keeps ${didText(did)} at ${wanted.at}, but not ${until}, and is not SHREK's.`,
        { wayOut: "Rucio takes no second rule of one account there: let its owner lengthen it." },
      );
    case "make": {
      const { account, at: where, copies, comment } = wanted;
      const rule = await keeper.keep({ did, account, where, copies, seconds: step.seconds, comment });
      return { said: `kept at ${where} ${until}`, rule: orRucioFailure(rule, `keep ${didText(did)}`) };
    }
    case "extend":
      orRucioFailure(await keeper.extend(step.rule, step.seconds), `keep ${didText(did)} longer`);
      return { said: `kept longer, ${until}`, rule: step.rule };
  }
};

/** The id in the answer. Which of the failures it was, the next pass reads in Rucio. */
export const orRucioFailure = (answer: CatalogueResult, what: string): string | undefined => {
  if (answer.kind === "done") return answer.id;
  if (answer.kind === "unanswered")
    throw new Outage(`Rucio did not say whether it will ${what}: ${answer.message}.`, {
      wayOut: "The next pass looks before it asks again.",
    });
  throw new Failure(`Rucio refuses to ${what}: ${answer.message}`, {
    wayOut: waysOut[answer.why] ?? "Correct `rucio: keep` in the conventions, or the account's limit in Rucio.",
  });
};

/** By Rucio's class of the refusal. */
const waysOut: Readonly<Record<string, string>> = {
  AccessDenied:
    "Give the account of the conventions the attribute `admin` in Rucio: without it an account makes rules for itself, and changes none.",
  UnsupportedOperation: "Let whoever administers Rucio unlock the rule: the next pass goes on.",
};
