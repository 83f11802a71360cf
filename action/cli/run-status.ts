import { Failure } from "../core/problems/failure.ts";
import { asksPerson } from "../core/submission/ways-out.ts";
import { statusJson, statusText } from "../core/view/status-text.ts";
import { status } from "../flows/status.ts";
import { asTyped } from "./as-typed.ts";
import { exiting, print, printJson } from "./command.ts";
import { openRepository } from "./repository.ts";

type StatusFlags = { readonly json: boolean; readonly remote?: string };

export const runStatus = exiting(async ({ json, remote }: StatusFlags, ...productions: readonly string[]) => {
  const { ledger } = await openRepository(remote);
  const { standing, refused, unknown } = await status(ledger, productions);
  if (unknown.length > 0)
    throw new Failure(unknown.map(({ why }) => why).join(" "), {
      wayOut: asTyped(unknown[0]?.wayOut ?? "Write the tag, or tag@version, as the ledger's page lists them."),
    });
  if (json) printJson({ submissions: statusJson(standing), refused });
  else print(statusText(standing, refused));
  return refused.length > 0 || standing.some(({ state }) => asksPerson(state)) ? 1 : 0;
});
