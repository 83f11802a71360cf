import { deliveredJson } from "../../core/outcomes/delivered-text.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { StateKind } from "../../core/submission/state.ts";
import { isStopped } from "../../core/submission/states.ts";
import { asksPerson } from "../../core/submission/ways-out.ts";
import { statusJson, statusText } from "../../core/view/status/status-terminal.ts";
import { status } from "../../flows/status.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { exiting, print, printJson } from "./command.ts";
import { openRepository } from "./repository.ts";

type StatusFlags = {
  readonly json: boolean;
  readonly remote?: string;
  readonly state?: StateKind;
  readonly failed: boolean;
};

export const runStatus = exiting(
  async ({ json, remote, state, failed }: StatusFlags, ...productions: readonly string[]) => {
    const { ledger } = await openRepository(remote);
    const { statuses: all, samples, refused, unknown } = await status(ledger, productions);
    const statuses = all.filter(
      (one) => (state === undefined || one.state.kind === state) && (!failed || isStopped(one.state.kind)),
    );
    if (unknown.length > 0)
      throw new Failure(unknown.map(({ why }) => why).join(" "), {
        wayOut: asTyped(unknown[0]?.wayOut ?? "Write the tag, or tag@version, as the ledger's page lists them."),
      });
    if (json) printJson({ submissions: statusJson(statuses), samples: samples.map(deliveredJson), refused });
    else print(statusText(statuses, { refused, samples }, state !== undefined || failed));
    return refused.length > 0 || statuses.some(({ state }) => asksPerson(state)) ? 1 : 0;
  },
);
