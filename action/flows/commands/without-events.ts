import { md } from "../../core/markdown/markdown.ts";
import { statusView } from "../../core/view/status/status-markdown.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import { acceptMain } from "./accept-main.ts";
import { type CommandPorts, type CommandRequest, type CommandResult, refuse } from "./command-request.ts";

/** A main that was force-pushed comes before any production: nothing is submitted until it is accepted. */
export const waitsForMain = async ({ ledger, main }: CommandPorts): Promise<boolean> => {
  const { cursor, accepted } = await ledger.head();
  const from = cursor ?? accepted;
  return from !== undefined && !(await main.descends(await main.head(), from));
};

export const acceptMainAndReport = async (ports: CommandPorts, saying: CommandRequest): Promise<CommandResult> => {
  await ports.answer.noticed();
  const done = await acceptMain(ports, saying);
  if (done.kind === "refused") return refuse(ports, done.reason);
  await ports.starter?.startReconcile();
  await ports.answer.show(md`main is accepted as it stands at ${done.head.slice(0, 12)}; reconcile reads it anew.`);
  await ports.answer.done();
  return { kind: "answered" };
};

export const reportStatus = async (
  ports: CommandPorts,
  statuses: readonly SubmissionStatus[],
): Promise<CommandResult> => {
  await ports.answer.noticed();
  await ports.answer.show(statusView(statuses, { page: ports.page }));
  await ports.starter?.startReconcile();
  await ports.answer.done();
  return { kind: "answered" };
};
