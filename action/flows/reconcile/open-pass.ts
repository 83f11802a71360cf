import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { PassSpent } from "../../core/pass/left.ts";
import { type Packed, type Planned, type Planning, plannedEvents } from "../../core/pass/planned.ts";
import { type PassPlan, planPass } from "../../core/pass/planning/plan-pass.ts";
import type { View } from "../../core/pass/view.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import { broughtPage } from "../../core/view/ledger/pages.ts";
import { contentsAfter, decideAndWrite, type Writing } from "../ledger-access/ledger-view.ts";
import { momentAt, type Pass } from "./pass.ts";

/** The ledger as the pass found it, and with what the plan wrote. */
export type Opened = { readonly begun: View; readonly view: View; readonly plan: PassPlan };

/**
 * Plans on the ledger as it stands, and writes what must be remembered before anything acts, in one commit. Refused, it
 * is planned again: of git and GitHub with what is known already, of PanDA with what it says then.
 */
export const openPass = async (pass: Pass, mainHead: string, from?: View): Promise<Opened> => {
  let begun: View | undefined;
  let now = pass;
  const decide = async (at: View) => {
    if (begun !== undefined) now = { ...pass, reads: now.reads.again() };
    begun ??= at;
    const { made: plan, ...said } = await planAt(now, at, mainHead, planPass);
    return { ...(await writingOf(pass, at, plan)), plan, said };
  };
  const { view, decided } = await decideAndWrite(pass.ports, [], decide, from);
  sayAll(pass, decided.said);
  return { begun: begun ?? view, view, plan: decided.plan };
};

/** What a plan says besides what it gives. */
export type PlanRecord = {
  readonly lines: ReadonlySet<string>;
  readonly troubles: ReadonlyMap<SubmissionKey, string>;
  readonly kept: readonly Packed[];
  readonly postponed: ReadonlyMap<string, string>;
  readonly spent: readonly Partial<PassSpent>[];
};

/** Plans at one head of the ledger and of main: reads only. */
export const planAt = async <T>(
  pass: Pass,
  view: View,
  mainHead: string,
  plan: (planning: Planning, view: View) => Promise<T>,
): Promise<PlanRecord & { readonly made: T }> => {
  const { setting, context, ports, reads } = pass;
  const said = {
    lines: new Set<string>(),
    troubles: new Map<SubmissionKey, string>(),
    kept: new Array<Packed>(),
    postponed: new Map<string, string>(),
    spent: new Array<Partial<PassSpent>>(),
  };
  const planning: Planning = {
    ...momentAt(pass, view.head, mainHead),
    setting,
    context,
    payable: pass.payable,
    pandaDate: await reads.panda.date(),
    chance: Buffer.from(ports.clock.random(4)).readUInt32BE(),
    notes: {
      tell: (line) => void said.lines.add(line),
      trouble: (key, why) => void said.troubles.set(key, why),
      keep: (one) => void said.kept.push(one),
      postpone: (noun, why) => void said.postponed.set(noun, why),
      spend: (what) => void said.spent.push(what),
    },
  };
  return { ...said, made: await plan(planning, view) };
};

export const sayAll = ({ setting, trouble, packed, budget }: Pass, said: PlanRecord): void => {
  const { lines, troubles, kept, postponed, spent } = said;
  for (const line of lines) setting.tell(line);
  for (const [key, why] of troubles) trouble(key, why);
  for (const one of kept) packed.keep(one);
  for (const [noun, why] of postponed) budget.postponed.set(noun, why);
  for (const what of spent) budget.spend(what);
};

export const writingOf = async (
  pass: Pass,
  view: View,
  { planned, main, brought }: Pick<PassPlan, "planned" | "main" | "brought">,
): Promise<Writing> => ({
  ...writingOfPlanned(planned),
  main,
  ...(brought.length === 0 && main.length === 0 ? {} : { pages: await pagesWith(pass, view, planned, brought) }),
});

/** The words of its parts are the words of the commit. */
export const writingOfPlanned = (planned: Planned): Writing => ({
  events: plannedEvents(planned),
  loaded: planned.loaded,
  why: planned.parts.length === 0 ? "Read main" : planned.parts.map(({ why }) => why).join("; "),
});

/** For the comments on pull requests. A commit may bring one now, and another once its request is no longer refused. */
const pagesWith = async (
  { ports: { ledger } }: Pass,
  { head }: View,
  planned: Planned,
  brought: PassPlan["brought"],
): Promise<readonly SourceFile[]> => {
  const pages = [...Map.groupBy(brought, ({ commit }) => commit)].map(async ([commit, ones]) =>
    broughtPage(commit, [...(await ledger.broughtBy(head, commit)), ...ones.map(({ key }) => key)]),
  );
  return [...(await Promise.all(pages)), ...(await contentsAfter({ ledger, head }, plannedEvents(planned)))];
};
