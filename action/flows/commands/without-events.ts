import type { GivenCommand } from "../../core/ledger/event.ts";
import { md } from "../../core/markdown/markdown.ts";
import { formRuleOf } from "../../core/policy/form-rule.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { statusView } from "../../core/view/status/status-markdown.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainLine } from "../../ports/main-line.ts";
import { decideAndWrite, type Writing } from "../ledger-access/ledger-view.ts";
import { withRemakes } from "../ledger-access/remakes-of.ts";
import { type CommandPorts, type CommandRequest, type CommandResult, refuse, startPass } from "./command-request.ts";

export type MainAccepted =
  | { readonly kind: "accepted"; readonly head: string }
  | { readonly kind: "refused"; readonly reason: string };

/** A person accepts a main that was force-pushed, as it is now; a later push by force asks again. */
export const acceptMain = async (
  ports: { readonly ledger: Ledger; readonly clock: Clock; readonly main: MainLine },
  { by, id }: Pick<GivenCommand, "by" | "id">,
): Promise<MainAccepted> => {
  const { decided } = await decideAndWrite(
    ports,
    [],
    async ({ head: { cursor, accepted } }): Promise<Writing & { readonly answer: MainAccepted }> => {
      const head = await ports.main.head();
      const from = cursor ?? accepted;
      const why = `${by} accepts main at ${head.slice(0, 12)}`;
      const nothing = { events: [], why };
      if (cursor === undefined && accepted === head) return { ...nothing, answer: { kind: "accepted", head } };
      if (from === undefined || (await ports.main.descends(head, from)))
        return {
          ...nothing,
          answer: { kind: "refused", reason: "main was not force-pushed: there is nothing to accept." },
        };
      return { ...nothing, main: [{ event: "main-accepted", head, by, id }], answer: { kind: "accepted", head } };
    },
  );
  return decided.answer;
};

/** A main that was force-pushed comes before any production: nothing is submitted until it is accepted. */
export const waitsForMain = async ({ ledger, main }: CommandPorts): Promise<boolean> => {
  const { cursor, accepted } = await ledger.head();
  const from = cursor ?? accepted;
  return from !== undefined && !(await main.descends(await main.head(), from));
};

export const acceptMainAndReport = async (ports: CommandPorts, request: CommandRequest): Promise<CommandResult> => {
  await ports.answer.noticed();
  const done = await acceptMain(ports, request);
  if (done.kind === "refused") return refuse(ports, done.reason);
  await startPass(ports);
  await ports.answer.show(md`main is accepted as it stands at ${done.head.slice(0, 12)}; reconcile reads it anew.`);
  await ports.answer.done();
  return { kind: "answered" };
};

/** Whether a GitHub App may open pull requests: a comment can order what it makes. */
export const appOf =
  ({ rights, asApp }: CommandPorts) =>
  async (): Promise<boolean> =>
    asApp !== undefined && formRuleOf((await rights?.rules.above([productionsFolder])) ?? noRules)?.app !== undefined;
const noRules = { codeOwners: undefined, conventions: [] };

export const reportStatus = async (
  ports: CommandPorts,
  statuses: readonly SubmissionStatus[],
): Promise<CommandResult> => {
  await ports.answer.noticed();
  const shown = await withRemakes(ports.ledger, await ports.ledger.head(), statuses, appOf(ports));
  await ports.answer.show(statusView(shown, { page: ports.page }));
  await startPass(ports);
  await ports.answer.done();
  return { kind: "answered" };
};
