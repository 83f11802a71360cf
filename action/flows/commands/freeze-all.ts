import type { CommandAsked } from "../../core/command/parse-command.ts";
import { md } from "../../core/markdown/markdown.ts";
import { utcMinute } from "../../core/markdown/utc.ts";
import { mayCommand } from "../../core/policy/may-command.ts";
import { freezeEnd } from "../../core/text/freeze-end.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { decideAndWrite, type Writing } from "../ledger-access/ledger-view.ts";
import { type CommandPorts, type CommandResult, type Permitted, refuse } from "./command-request.ts";

/** No command takes a freeze back, so a wrong date holds no production for longer. */
const maxDays = 7;

/** `/shrek freeze`: nothing new of this repository is submitted before its date. It names no production, and no selection narrows it. */
export const freezeAll = async (
  ports: CommandPorts,
  saying: Permitted,
  { until = "", reason }: CommandAsked,
): Promise<CommandResult> => {
  const { by, id } = saying;
  const fault = (await forbidden(ports, saying)) ?? faultOf(until, ports.clock.now(), saying);
  if (fault !== undefined) return refuse(ports, fault);
  const { decided } = await decideAndWrite(
    ports,
    [],
    async ({ head: { frozen } }): Promise<Writing & { readonly standing: string | undefined }> => {
      const nothing = { events: [], why: `${by} freezes submissions until ${until}`, standing: undefined };
      if (frozen === undefined || frozen.until < until)
        return { ...nothing, main: [{ event: "main-frozen", until, reason, by, id }] };
      return { ...nothing, standing: `${frozen.by} froze submissions until ${dateOf(frozen.until)} already.` };
    },
  );
  if (decided.standing !== undefined)
    return refuse(ports, `${decided.standing} A freeze ends at its date; no command makes it shorter.`);
  await ports.starter?.startReconcile();
  await ports.answer.show(
    md`Nothing new is submitted before ${dateOf(until)}; what runs goes on. Only the date ends it.`,
  );
  await ports.answer.done();
  return { kind: "answered" };
};

/** By the rules of main that govern all productions. */
const forbidden = async (
  { rights }: CommandPorts,
  { by: login, permission }: Permitted,
): Promise<string | undefined> => {
  if (rights === undefined) return undefined;
  const rules = await rights.rules.above([productionsFolder]);
  const may = mayCommand(rules, productionsFolder, "freeze", { login, permission });
  return may === true ? undefined : may.refusal;
};

const faultOf = (until: string, now: Date, { selection }: Permitted): string | undefined => {
  if (selection !== undefined) return "freeze works on all productions: leave the fields that select empty.";
  const end = freezeEnd(until)?.getTime() ?? 0;
  if (end <= now.getTime()) return `${dateOf(until)} is over: until= takes a time to come, in UTC.`;
  if (end - now.getTime() > maxDays * 24 * 60 * 60 * 1000)
    return `freeze holds for at most ${maxDays} days. For a longer one merge \`freeze\` into productions/conventions.yaml: a merge also takes it away.`;
  return undefined;
};

const dateOf = (until: string): string => utcMinute(freezeEnd(until)?.toISOString() ?? until);
