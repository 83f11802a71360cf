import type { CommandAsked } from "../../core/command/parse-command.ts";
import type { Verb } from "../../core/command/verbs.ts";
import { md } from "../../core/markdown/markdown.ts";
import { utcMinute } from "../../core/markdown/utc.ts";
import type { View } from "../../core/pass/view.ts";
import { mayCommand } from "../../core/policy/may-command.ts";
import { freezeEnd } from "../../core/text/freeze-end.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { decideAndWrite, type Writing } from "../ledger-access/ledger-view.ts";
import { type CommandPorts, type CommandResult, type Permitted, refuse, startPass } from "./command-request.ts";

/** `/shrek freeze`: nothing new of this repository is submitted before its date. */
export const freezeAll = async (
  ports: CommandPorts,
  request: Permitted,
  { until = "", reason }: CommandAsked,
): Promise<CommandResult> => {
  const { by, id } = request;
  const isOver = (freezeEnd(until)?.getTime() ?? 0) <= ports.clock.now().getTime();
  const fault =
    (await forbidden(ports, request, "freeze")) ??
    (isOver ? `${dateOf(until)} is over: until= takes a time to come, in UTC.` : undefined);
  if (fault !== undefined) return refuse(ports, fault);
  const refusal = await recordOfAll(ports, ({ head }) => {
    const holds = head.frozen;
    return holds === undefined || holds.until < until
      ? {
          events: [],
          main: [{ event: "main-frozen", until, reason, by, id }],
          why: `${by} freezes submissions until ${until}`,
        }
      : `${holds.by} froze submissions until ${dateOf(holds.until)} already. To end that earlier, say \`/shrek unfreeze\` first.`;
  });
  return answered(
    ports,
    refusal,
    `Nothing new is submitted before ${dateOf(until)}; what runs goes on. \`/shrek unfreeze\` ends it earlier.`,
  );
};

/** `/shrek unfreeze`: ends what commands froze, and nothing that conventions freeze. */
export const unfreezeAll = async (ports: CommandPorts, request: Permitted): Promise<CommandResult> => {
  const { by, id } = request;
  const fault = await forbidden(ports, request, "unfreeze");
  if (fault !== undefined) return refuse(ports, fault);
  const refusal = await recordOfAll(ports, ({ head }) => {
    const end = freezeEnd(head.frozen?.until ?? "")?.getTime() ?? 0;
    return end > ports.clock.now().getTime()
      ? { events: [], main: [{ event: "main-thawed", by, id }], why: `${by} ends the freeze of submissions` }
      : "No command freezes submissions now. A freeze of the conventions goes by a merge that takes it away.";
  });
  return answered(
    ports,
    refusal,
    "The freeze has ended: what waits for it is submitted by the next pass. A freeze of the conventions stays.",
  );
};

const recordOfAll = async (
  ports: CommandPorts,
  decide: (view: View) => Writing | string,
): Promise<string | undefined> => {
  const { decided } = await decideAndWrite(ports, [], (view): Writing & { readonly refusal?: string } => {
    const made = decide(view);
    return typeof made === "string" ? { events: [], why: "", refusal: made } : made;
  });
  return decided.refusal;
};

const answered = async (ports: CommandPorts, refusal: string | undefined, said: string): Promise<CommandResult> => {
  if (refusal !== undefined) return refuse(ports, refusal);
  await startPass(ports);
  await ports.answer.show(md`${said}`);
  await ports.answer.done();
  return { kind: "answered" };
};

/** By the rules of main that govern all productions; and no selection narrows it. */
const forbidden = async (
  { rights }: CommandPorts,
  { by: login, permission, selection }: Permitted,
  verb: Verb,
): Promise<string | undefined> => {
  if (selection !== undefined) return `${verb} works on all productions: leave the fields that select empty.`;
  if (rights === undefined) return undefined;
  const rules = await rights.rules.above([productionsFolder]);
  const may = mayCommand(rules, productionsFolder, verb, { login, permission });
  return may === true ? undefined : may.refusal;
};

const dateOf = (until: string): string => utcMinute(freezeEnd(until)?.toISOString() ?? until);
