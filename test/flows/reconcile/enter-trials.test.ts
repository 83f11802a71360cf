import { describe, expect, test } from "vitest";
import { Outage } from "../../../action/core/problems/failure.ts";
import { wouldLine } from "../../../action/core/view/status/would.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { beforeWrite } from "./a-scene.ts";
import { aTrial, trialKey } from "./a-trial.ts";
import { wordsOfCommits } from "./a-world.ts";

const keysOf = async ({ ledger }: Awaited<ReturnType<typeof aTrial>>) => ledger.submissions(await ledger.head());

describe("waiting trial orders", () => {
  test("All waiting trial orders get intents in one pass, each with its lines about commit and content", async () => {
    const trial = await aTrial();
    await trial.order("/shrek trial jobs=1", 11);
    await trial.order("/shrek trial jobs=2", 21);
    const { words, ledger } = wordsOfCommits(trial.ledger);

    const { trialsRefused } = await reconcile({ ...trial.ports, ledger, people: trial.people }, trial.setting);

    expect(trialsRefused).toEqual([]);
    expect(await trial.ledger.broughtBy(await trial.ledger.head(), trial.head)).toEqual([trialKey(1), trialKey(2)]);
    const contents = [...(trial.branch.commits.get(trial.branch.head ?? "") ?? [])]
      .flatMap(([path, text]) => (path.startsWith("contents/") ? [text] : []))
      .join("");
    for (const number of [1, 2]) expect(contents).toContain(trialKey(number));
    expect(words[0]).toBe([1, 2].map((number) => `Trial of pull request #7: ${trialKey(number)}`).join("; "));
  });

  test("Waiting trial orders are entered once, also by two passes at the same time", async () => {
    const trial = await aTrial();
    await trial.order("/shrek trial jobs=1", 11);
    await trial.order("/shrek trial jobs=2", 21);
    const { comment } = trial.people;
    // The other pass enters the first order, and cannot ask about the second.
    const other = async (id: number) => {
      if (id === 22) throw new Outage("GitHub cannot be reached.", anyWay);
      return comment(id);
    };
    const beside = () => reconcile({ ...trial.ports, people: { ...trial.people, comment: other } }, trial.setting);

    await reconcile({ ...trial.ports, people: trial.people, ...beforeWrite(trial, beside) }, trial.setting);

    expect(await keysOf(trial)).toEqual([trialKey(1), trialKey(2)]);
    expect(trial.panda.calls.submit).toHaveLength(2);
  });

  test("Trial orders wait while GitHub cannot be read or main is force-pushed, and a dry run reports them", async () => {
    const trial = await aTrial();
    await trial.order();
    const early = trial.merged;
    trial.main.commit({ "notes.md": "1" });
    await reconcile(trial.ports, trial.setting);
    expect(await keysOf(trial)).toEqual([]);

    const { would } = await reconcile({ ...trial.ports, people: trial.people }, { ...trial.setting, dryRun: true });
    expect(would.map(wouldLine)).toEqual([
      `${trialKey(1)}: enter as intended`,
      `${trialKey(1)}: submit`,
      "pull request #7: status comment",
    ]);

    trial.main.reset(early);
    const { rewritten } = await trial.run();
    expect([rewritten === undefined, await keysOf(trial)]).toEqual([false, []]);
  });
});
