import { submissionKey } from "../../../action/core/ledger/event.ts";
import { isSuccess } from "../../../action/core/submission/states.ts";
import { aStep } from "../../../test/core/a-production.ts";
import { finish } from "../../../test/flows/reconcile/a-scene.ts";
import { aWorld, conventions, written } from "../../../test/flows/reconcile/a-world.ts";
import { type Chance, chance } from "../../fuzz/chance.ts";

/** What main names in one story. */
type Said = { readonly jobs: number | undefined; readonly month: number | undefined; readonly campaign: number };
type Asked = { readonly tag: string; readonly jobs: number; readonly hours: number; isOnMain: boolean };

const group = "sphenix";
const day = 86_400_000;
const names = (n: number): string => `sP${30 + n}a-hfcharm-signal`;

/**
 * How much was found over so many random stories of productions that come and go under a campaign, a cap of jobs and a
 * monthly budget: nothing over one of them is submitted, and nothing within all waits for good.
 */
export const proveLimits = async (stories: number, seed: number, say: (line: string) => void): Promise<number> => {
  if (stories === 0) return 0;
  const from = process.cpuUsage();
  let [found, submits, waits] = [0, 0, 0];
  for (let one = seed; one < seed + stories; one++) {
    const played = await playStory(chance(one));
    for (const what of played.broken) say(`BROKEN limits: ${what}, seed ${one}`);
    found += played.broken.length;
    submits += played.submits;
    waits += played.waits;
  }
  const { user, system } = process.cpuUsage(from);
  say(
    `limits: ${stories} stories, ${submits} submissions, ${waits} waits; ${((user + system) / 1_000_000).toFixed(1)} s of the processor`,
  );
  if (submits > 0 && waits > 0) return found;
  say("BROKEN limits: nothing was submitted, or nothing waited");
  return found + 1;
};

const playStory = async (draw: Chance) => {
  const said: Said = {
    jobs: draw.oneIn(2) ? 20 + draw.below(40) : undefined,
    month: draw.oneIn(4) ? undefined : 40 + draw.below(100),
    campaign: draw.oneIn(2) ? 100 + draw.below(200) : Number.POSITIVE_INFINITY,
  };
  const story = openStory(said);
  for (let n = 0; n < 6; n++) {
    if (draw.oneIn(4)) story.leave(draw);
    else story.merge(n, { jobs: 1 + draw.below(30), walltime: 1 + draw.below(4) });
    await story.pass(draw.below(25), draw.oneIn(2));
  }
  const waits = story.waiting().length;
  // A month for each that could wait for one of its own.
  for (let n = 0; n < 10 && story.waiting().length > 0; n++) await story.pass(31, true);
  return { broken: [...story.broken, ...story.leftOver()], submits: story.submitted.size, waits };
};

const worldOf = (said: Said): ReturnType<typeof aWorld> => {
  const limits = {
    ...(said.jobs === undefined ? {} : { jobs: said.jobs }),
    ...(said.month === undefined ? {} : { coreHoursPerMonth: { [group]: said.month } }),
  };
  const rules = Object.keys(limits).length === 0 ? "" : `\nlimits: ${JSON.stringify(limits)}\n`;
  const campaign = { campaign: 1, productions: ["sP*"], ...(isFinite(said.campaign) && { coreHours: said.campaign }) };
  const world = aWorld({ "productions/conventions.yaml": `${conventions}${rules}` });
  world.main.commit({ "campaigns/c.yaml": JSON.stringify(campaign) });
  return world;
};

const openStory = (said: Said) => {
  const world = worldOf(said);
  const asked: Asked[] = [];
  const submitted = new Map<Asked, string>();
  const broken: string[] = [];
  let now = Date.UTC(2026, 2, 1, 10);
  const monthNow = (): string => new Date(now).toISOString().slice(0, 7);
  const commit = (changes: Readonly<Record<string, string | undefined>>): void =>
    void world.main.commit(changes, "Ada", new Date(now).toISOString());
  const place = ({ tag }: Pick<Asked, "tag">): string => `productions/${tag}/production.yaml`;
  const act = async (ends: boolean): Promise<void> => {
    const before = world.panda.calls.submit.length;
    await world.run({ clock: { ...world.clock.port, now: () => new Date(now) } });
    for (const { outDS } of world.panda.calls.submit.slice(before)) {
      const one = asked.find(({ tag }) => outDS.includes(tag));
      if (one !== undefined) submitted.set(one, monthNow());
    }
    await judge();
    if (ends) finish(world);
  };
  /** Now and where a month begins, so that what it lets go is not late. */
  const pass = async (days: number, ends: boolean): Promise<void> => {
    await act(ends);
    const [before, then] = [monthNow(), now + days * day];
    now = then;
    if (monthNow() === before) return;
    now = Date.parse(`${monthNow()}-01T00:00:00Z`);
    await act(ends);
    now = then;
  };
  const judge = async (): Promise<void> => {
    const all = [...submitted];
    const hours = (ones: typeof all): number => ones.reduce((sum, [{ hours: own }]) => sum + own, 0);
    const month = monthNow();
    const ofMonth = hours(all.filter(([, at]) => at === month));
    if (said.month !== undefined && ofMonth > said.month)
      broken.push(`${ofMonth} of ${said.month} core-hours in ${month}`);
    if (hours(all) > said.campaign) broken.push(`${hours(all)} of ${said.campaign} core-hours of the campaign`);
    let there = 0;
    for (const [one] of all) {
      const kind = await world.kind(submissionKey(one.tag, "1.0.0", undefined));
      if (!isSuccess(kind)) there += one.jobs;
    }
    if (said.jobs !== undefined && there > said.jobs) broken.push(`${there} of ${said.jobs} jobs at PanDA`);
  };
  const waitingNow = (): readonly Asked[] => asked.filter((one) => one.isOnMain && !submitted.has(one));
  const total = (): number => asked.reduce((sum, { hours }) => sum + hours, 0);
  return {
    ...{ broken, submitted, pass, waiting: waitingNow },
    merge: (n: number, { jobs, walltime }: { readonly jobs: number; readonly walltime: number }): void => {
      const one = { tag: names(n), jobs, hours: jobs * walltime, isOnMain: true };
      asked.push(one);
      const tag = { campaign: names(n).split("-")[0] ?? "", physics: "hfcharm", stage: "signal" };
      const steps = { simulate: aStep({ jobs, run: `make ${n}\n` }) };
      commit({ [place(one)]: written({ tag, steps, defaults: { sites: ["BNL"], walltime, maxAttempt: 1 } }) });
    },
    leave: (draw: Chance): void => {
      const there = asked.filter(({ isOnMain }) => isOnMain);
      if (there.length === 0) return;
      const one = draw.of(there);
      one.isOnMain = false;
      commit({ [place(one)]: undefined });
    },
    leftOver: (): readonly string[] =>
      waitingNow()
        .filter(({ jobs, hours }) => jobs <= (said.jobs ?? jobs) && hours <= (said.month ?? hours))
        .filter(() => total() <= said.campaign)
        .map(({ tag }) => `${tag} waits for good`),
  };
};
