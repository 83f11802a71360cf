import type { GivenCommand } from "../../core/ledger/event.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainLine } from "../../ports/main-line.ts";
import { decideAndWrite, type Writing } from "../ledger-access/ledger-view.ts";

export type MainAccepted =
  | { readonly kind: "accepted"; readonly head: string }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * A person accepts a main that was force-pushed, as it is now: reconcile reads it from the beginning. The same command
 * on the same main changes nothing; a later push by force asks again.
 */
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
