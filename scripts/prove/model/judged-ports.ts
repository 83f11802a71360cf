import type { Parcel } from "../../../action/core/submission/parcel.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import type { Stage } from "./play.ts";
import { breachesOfCall, type Knows } from "./rules.ts";
import type { Process } from "./turns.ts";
import { breachesOfWrite } from "./written-over.ts";

/** What one process acts through: the model's world, with the rules looking on whenever it calls PanDA. */
export const judgedPorts = (stage: Stage, process: Process): ReconcilePorts => {
  const { world, submits, breaches } = stage;
  const { ports, ledger } = world;
  const wrote: Knows["wrote"] = new Map();
  let main = "";
  let read = 0;
  const panda = world.panda.port(process.user, () => {
    const now = stage.answer;
    stage.answer = {};
    return now;
  });
  const judge = async (call: "check" | "submit", parcel: Parcel): Promise<void> => {
    breaches.push(
      ...(await breachesOfCall(
        world,
        call,
        parcel,
        { wrote, main, read, now: process.clock, user: process.user },
        submits,
      )),
    );
    if (call === "submit") submits.push(parcel.workflowName);
  };
  return {
    ...ports,
    clock: { ...ports.clock, monotonic: () => process.clock },
    main: {
      ...ports.main,
      head: async () => {
        main = await ports.main.head();
        return main;
      },
    },
    ledger: {
      ...ledger,
      head: async () => {
        read = process.clock;
        return ledger.head();
      },
      append: async (at, events, pages, why) => {
        const appended = await ledger.append(at, events, pages, why);
        if (appended.kind !== "written") return appended;
        breaches.push(...(await breachesOfWrite(world, at, events)));
        for (const event of events) if ("key" in event) wrote.set(event.key, { event, since: process.clock });
        return appended;
      },
    },
    watch: panda,
    cache: panda,
    panda: {
      ...panda,
      check: async (parcel, sandbox) => {
        await judge("check", parcel);
        return panda.check(parcel, sandbox);
      },
      submit: async (parcel, sandbox) => {
        await judge("submit", parcel);
        return panda.submit(parcel, sandbox);
      },
    },
  };
};
