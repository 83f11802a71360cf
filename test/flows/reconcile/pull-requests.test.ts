import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { makeProblem } from "../../../action/core/problems/problem.ts";
import { refusedByPull } from "../../../action/flows/reconcile/refused.ts";
import { skippedByPull } from "../../../action/flows/reconcile/skipped.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { aMergedPull, type FakePeople, fakePeople } from "../../fakes/fake-people.ts";
import { noting } from "../../fakes/noting.ts";

const merge = (people: FakePeople, commit: string, number: number): string => {
  people.pulls.set(commit, aMergedPull(commit, "h", { number }));
  return commit;
};

test("A refused request of main is reported in the pull request that last changed the request, if there is one", async () => {
  const [main, people] = [fakeMain(), fakePeople()];
  const request = (folder: string) => ({ [`productions/${folder}/production.yaml`]: "{" });
  const first = merge(people, main.commit({ ...request("a"), ...request("b"), ...request("c") }), 7);
  const second = merge(people, main.commit(request("b")), 8);
  main.commit(request("d"));
  const refused = ["a", "b", "c", "d", "nowhere"].map((name) => ({ folder: `productions/${name}`, problems: [] }));

  expect(await refusedByPull({ main, people }, refused)).toEqual(
    new Map([
      [7, ["a", "c"].map((name) => ({ folder: `productions/${name}`, problems: [], commit: first }))],
      [8, [{ folder: "productions/b", problems: [], commit: second }]],
    ]),
  );
  expect(await refusedByPull({ main, people: undefined }, refused)).toEqual(new Map());
});

test("A request that is refused in a shared file is reported in the pull request that last changed the folder or that file, and by no other file", async () => {
  const [main, people] = [fakeMain(), fakePeople()];
  const [folder, shared, rules] = ["productions/a", "productions/_shared/runs.txt", "productions/conventions.yaml"];
  const problems = [shared, rules, shared].map((at) =>
    makeProblem({ file: at }, "bad-run-list", { message: "it is no list of runs" }),
  );
  merge(people, main.commit({ [`${folder}/production.yaml`]: "{" }), 7);
  const second = merge(people, main.commit({ [shared]: "x" }), 8);
  merge(people, main.commit({ [rules]: "{}", "productions/_shared/other.txt": "y" }), 9);
  const lastChanges = noting(main.lastChanges);

  expect(await refusedByPull({ main: { ...main, lastChanges }, people }, [{ folder, problems }])).toEqual(
    new Map([[8, [{ folder, problems, commit: second }]]]),
  );
  expect(lastChanges.calls.map(([, paths]) => paths)).toEqual([[folder, shared]]);
});

test("Without a refused request on main no pull request is looked up", async () => {
  const main = { ...fakeMain(), head: () => Promise.reject(new Error("asked")) };

  expect(await refusedByPull({ main, people: fakePeople() }, [])).toEqual(new Map());
});

test("Skipped versions are reported together in the pull request that brought them", async () => {
  const people = fakePeople();
  const skipped = ["1", "2", "3", "4"].map((version) => ({
    key: submissionKey("sP26a-toy", version, undefined),
    commit: `c${version}`,
  }));
  const [one, two, three] = skipped;
  merge(people, "c1", 7);
  merge(people, "c2", 8);
  merge(people, "c3", 7);

  expect(await skippedByPull({ people }, skipped)).toEqual(
    new Map([
      [7, [one, three]],
      [8, [two]],
    ]),
  );
  expect(await skippedByPull({ people: undefined }, skipped)).toEqual(new Map());
});
