import type { Login } from "../adapters/panda/login.ts";
import { annotate, error, info, notice, warning } from "../adapters/runner/actions-report.ts";
import { hasRucioLogin } from "../core/login/rucio-settings.ts";
import { forcePushed } from "../core/pass/main-text.ts";
import type { Setting } from "../flows/reconcile/ports.ts";
import { reconcile } from "../flows/reconcile/reconcile.ts";
import { report } from "../flows/reconcile/report.ts";
import type { ReconcileInputs } from "./inputs.ts";
import { type Github, openPorts } from "./wiring.ts";

/** One pass, and its report to people. Exits with 1 where it found something new for a person, a tag that somebody moved, or merges of which it entered none. */
export const runPass = async (inputs: ReconcileInputs, github: Github, login: Login): Promise<0 | 1> => {
  const ports = openPorts(inputs, github, login);
  const { url, vo, role, userName } = login;
  const { monitor, run, page } = inputs;
  const setting: Setting = {
    panda: { url, vo, role, userName },
    monitor,
    address: page,
    run,
    dryRun: false,
    seeksLost: hasRucioLogin(inputs.rucio),
    seconds: inputs.seconds,
    soleWriter: inputs.app.id !== "",
    tell: info,
  };
  // What cannot be said now is said at the end, with its troubles; only then owners of data are asked and channels told.
  const done = await reconcile(ports, setting, (soFar) =>
    report({ ...ports, owners: undefined, news: undefined, drift: undefined }, page, soFar),
  );
  for (const problem of done.problems) annotate(problem);
  if (done.rewritten !== undefined) warning(forcePushed(done.rewritten));
  for (const words of done.moved) error(`${words}: \`shrek ledger verify\` compares all of them`);
  for (const [key, why] of done.troubles) warning(`${key}: ${why}`);
  const { troubles, postponed, isNew, waits } = await report(
    { ...ports, drift: { issue: ports.driftIssue, watch: ports.watch, userName } },
    page,
    done,
  );
  for (const trouble of troubles) warning(trouble);
  for (const words of postponed) notice(words);
  if (done.entersNone) error("Merges wait, and this pass entered none of them: the next pass tries again.");
  const isRed = isNew || done.moved.length > 0 || done.entersNone;
  if (waits !== undefined) (isNew ? error : notice)(waits);
  return isRed ? 1 : 0;
};
