import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { trialsIn } from "../../../action/core/pass/entering/enter.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { wouldLine } from "../../../action/core/view/status/would.ts";
import { beginGathering, run } from "../../../action/flows/reconcile/gather.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { accepted, aRequest } from "../../core/a-production.ts";
import { anIntent } from "../../core/submission/a-submission.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";
import { beforeWrite } from "./a-scene.ts";
import { aTrial, trialKey } from "./a-trial.ts";
import { aWorld, tag, wordsOfCommits } from "./a-world.ts";

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

  test("Trial orders wait while GitHub does not show their comments, and delay no others", async () => {
    const trial = await aTrial();
    await trial.order("/shrek trial jobs=1", 11);
    await trial.order("/shrek trial jobs=2", 21);
    const { comment } = trial.people;
    const away = async (id: number) => {
      if (id === 12) throw new Outage("GitHub cannot be reached.", anyWay);
      return comment(id);
    };

    const { trialsRefused } = await reconcile(
      { ...trial.ports, people: { ...trial.people, comment: away } },
      trial.setting,
    );

    expect([trialsRefused, await keysOf(trial)]).toEqual([[], [trialKey(1)]]);
    expect(trial.told.join("\n")).toContain("The trial of pull request #7 waits: GitHub cannot be reached.");
    await trial.run();
    expect(await keysOf(trial)).toEqual([trialKey(1), trialKey(2)]);
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

  test("Trial orders that cannot be obeyed get an answer in words", async () => {
    const trial = await aTrial();
    await trial.order();
    trial.people.open.delete(7);
    const { words, ledger } = wordsOfCommits(trial.ledger);

    const { trialsRefused } = await reconcile({ ...trial.ports, ledger, people: trial.people }, trial.setting);

    expect(trialsRefused).toEqual([
      {
        pullRequest: 7,
        head: trial.head,
        by: "ada",
        id: "12",
        confirms: trial.confirmed(),
        reason: "pull request #7 is not open",
      },
    ]);
    expect(words).toEqual(["Trial of pull request #7"]);
    expect((await trial.ledger.head()).trials).toEqual([]);
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

test("A release follows the trials of its own content, version and run, and of no other", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const { production } = accepted(aRequest({ version: "1.1.0" }));
  const of = production.contentDigest;
  const promised = (version: string, run?: number, digest = of) => {
    const trial = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "12", confirms: "12-a", of: digest };
    const intent = anIntent({ tag, version, run, trial });
    return { event: "intended", intent, attempt: 1, key: submissionKey(tag, version, run), at: "2026-03-01T10:00:00Z" };
  };
  const lines = [
    promised("1.1.0-test.1"),
    promised("1.1.0-test.2", undefined, "0".repeat(64)),
    promised("1.1.0-test.3", 66001),
    promised("1.2.0-test.4"),
    promised("1.1.0"),
  ];
  await ledger.append(await ledger.head(), lines as never, [], "test");

  const gathering = beginGathering({ ...aWorld().ports, ledger });
  const head = await ledger.head();
  const trialsOf = trialsIn(head, await ledger.submissions(head));
  expect(await run({ gathering }, trialsOf(production))).toEqual(["1.1.0-test.1"]);
});
