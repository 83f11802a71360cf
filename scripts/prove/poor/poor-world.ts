import { unlimited } from "../../../action/core/pass/left.ts";
import { RepositoryOutage } from "../../../action/core/problems/failure.ts";
import { type Reconciled, reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { type Reported, report } from "../../../action/flows/reconcile/report.ts";
import { aStep } from "../../../test/core/a-production.ts";
import { fakeChanges } from "../../../test/fakes/fake-changes.ts";
import { fakeConversation } from "../../../test/fakes/fake-conversation.ts";
import { fakeOverview } from "../../../test/fakes/fake-overview.ts";
import { aMergedPull, fakePeople } from "../../../test/fakes/fake-people.ts";
import { noting } from "../../../test/fakes/noting.ts";
import { aWorld, written } from "../../../test/flows/reconcile/a-world.ts";

/** What a pass may take. */
export type Means = {
  /** Of GitHub, as it says itself. */
  readonly calls: number;
  /** It refuses after fewer: somebody else of the same token was quicker. */
  readonly refusesAfter?: number;
  /** When the pass ends; 40 minutes unless given. */
  readonly seconds?: number;
  /** What the upload of one archive takes. */
  readonly slowness?: number;
};

export type PoorPass = {
  readonly done: Reconciled;
  readonly told: Reported;
  /** Pull requests that were written to. */
  readonly said: readonly number[];
  readonly followed: boolean;
  /** Calls that GitHub refused. */
  readonly refused: number;
  readonly seconds: number;
};

/** So many merges that no pass has read, each of a production and a pull request of its own, and a GitHub that counts. */
export const unreadMerges = async (count: number) => {
  const world = aWorld();
  await world.run();
  await world.run();
  const people = fakePeople();
  people.permissions.set("grace", "write").set("ada", "write");
  const heads = Array.from({ length: count }, (_, n) => bring(world, people, n + 1));
  people.approved = heads.map((commit) => ({ login: "grace", commit }));
  const hour = { left: 0, says: 0, refused: 0 };
  const { counted, said, conversation, overview } = countedGithub(people, hour);
  const allowance = {
    now: async () => ({ ...unlimited, calls: hour.says, callsFrom: "2026-03-01T14:20:00Z", writes: 80 }),
  };
  const tasksNamed = noting(world.panda.tasksNamed);
  const ports = { ...world.ports, people: counted, allowance, panda: { ...world.panda, tasksNamed } };
  const places = { ...ports, conversation, overview, changes: fakeChanges(world.branch) };
  const page = "https://github.com/sphenix/productions";
  const pass = async ({ calls, refusesAfter = calls, seconds, slowness = 0 }: Means): Promise<PoorPass> => {
    Object.assign(hour, { left: refusesAfter, says: calls, refused: 0 });
    for (const list of [tasksNamed.calls, said]) list.splice(0);
    const from = world.clock.at;
    const cache = {
      hold: async (archive: Uint8Array) => {
        world.clock.at += slowness * 1000;
        return world.panda.hold(archive);
      },
    };
    const setting = { ...world.setting, seconds };
    const done = await reconcile({ ...ports, cache }, setting, (soFar) => report(places, page, soFar));
    const told = await report(places, page, done);
    const passed = (world.clock.at - from) / 1000;
    return {
      done,
      told,
      said: [...said],
      followed: tasksNamed.calls.some(([names]) => names.length > 0),
      refused: hour.refused,
      seconds: passed,
    };
  };
  const entered = async () => (await world.ledger.submissions(await world.ledger.head())).length - 1;
  return { world, pass, entered, shown: overview.shown };
};

type World = ReturnType<typeof aWorld>;
type FakePeople = ReturnType<typeof fakePeople>;

const bring = ({ main }: World, people: FakePeople, n: number): string => {
  const tag = { campaign: `sP${30 + n}a`, physics: "hfcharm", stage: "signal" };
  const steps = { simulate: aStep({ run: `make ${n}\n` }) };
  const commit = main.commit({ [`productions/p${n}/production.yaml`]: written({ tag, steps }) });
  const head = main.branch(commit);
  people.pulls.set(commit, aMergedPull(commit, head, { number: 100 + n }));
  return head;
};

type Hour = { left: number; says: number; refused: number };

/** As many calls as the real adapters make. */
const countedGithub = (people: FakePeople, hour: Hour) => {
  const spend = (): void => {
    if (hour.left === 0) {
      hour.refused += 1;
      hour.says = 0;
      throw new RepositoryOutage("GitHub allows no more calls for now.", { wayOut: "Try again." });
    }
    hour.left -= 1;
    hour.says = Math.max(0, hour.says - 1);
  };
  const counting =
    <A extends readonly unknown[], R>(calls: number, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      for (let n = 0; n < calls; n++) spend();
      return call(...args);
    };
  const counted = {
    ...people,
    pullRequestOf: counting(1, people.pullRequestOf),
    reviews: counting(1, people.reviews),
    writers: counting(2, people.writers),
    permission: counting(1, people.permission),
  };
  const [conversation, overview, said] = [fakeConversation(), fakeOverview(), [] as number[]];
  return {
    counted,
    said,
    conversation: {
      ...conversation,
      say: counting(2, async (number: number, ...rest: [never, string]) => {
        said.push(number);
        return conversation.say(number, ...rest);
      }),
    },
    overview: { current: counting(1, overview.current), keep: counting(1, overview.keep), shown: overview.current },
  };
};
