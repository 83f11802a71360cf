import { tag } from "../../../test/flows/reconcile/a-world.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { approve, dismissAll, endTasks } from "./github.ts";
import type { LiarWorld } from "./liar-world.ts";
import type { Speakers } from "./speak.ts";

const both = ["bob", "cleo"] as const;

/** Where a story may begin: what was merged, and who said what of it. */
const beginnings: Readonly<Record<string, (liar: LiarWorld) => void>> = {
  approved: (liar) => approveAs(liar, 5, both),
  "approved, and that dismissed": (liar) => {
    approveAs(liar, 5, both);
    dismissAll(liar, 5);
  },
  "approved by one": (liar) => approveAs(liar, 5, ["bob"]),
  "approved by its author": (liar) => approveAs(liar, 5, ["ada"]),
  "easier rules behind it": (liar) => {
    approveAs(liar, 5, ["bob"]);
    liar.bring({ approvals: 1 }, 10);
    approveAs(liar, 10, ["cleo"]);
  },
  "easier rules in it": (liar) => {
    liar.bring({ approvals: 1, version: "4.0.0" }, 8);
    approveAs(liar, 8, ["bob"]);
  },
  "bob may only read": (liar) => {
    approveAs(liar, 5, both);
    liar.people.permissions.set("bob", "read");
  },
};

const approveAs = (liar: LiarWorld, number: number, logins: readonly string[]): void => {
  for (const login of logins) approve(liar, number, login);
};

/** The data of 1.0.0 were declared bad behind the promise of a version that reads them, and waits for its approval. */
const wordBehindPromise = async (liar: LiarWorld, write: Speakers["write"]): Promise<string> => {
  approveAs(liar, 5, both);
  const passes = async (): Promise<void> => {
    await liar.run();
    await liar.run();
  };
  await passes();
  endTasks(liar, "done");
  liar.bring({ version: "2.0.0", reads: true }, 6);
  await passes();
  await write(22, { body: `/shrek declare bad ${tag}@1.0.0 reason=x`, login: "bob", pullRequest: 5, at: liar.now() });
  await liar.run();
  return "declared bad";
};

/** The trial is offered and version 1.0.0 merged; mostly it is approved, and runs before anybody lies. Says which it is. */
export const begin = async (liar: LiarWorld, { write }: Speakers, { of, oneIn }: Chance): Promise<string> => {
  await write(11, { body: "/shrek trial", login: "ada", pullRequest: 7, at: liar.now() });
  const [confirms] = liar.offers.keys();
  if (oneIn(3)) await write(12, { body: `/shrek yes ${confirms}`, login: "ada", pullRequest: 7, at: liar.now() });
  liar.bring({ version: "1.0.0" }, 5);
  if (oneIn(5)) return wordBehindPromise(liar, write);
  const name = oneIn(2) ? "approved" : of(Object.keys(beginnings));
  beginnings[name]?.(liar);
  if (name === "approved") for (let passes = of([0, 2, 2]); passes > 0; passes--) await liar.run();
  return name;
};
