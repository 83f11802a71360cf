import { expect, test } from "vitest";
import { showDeployments } from "../../action/flows/show-deployments.ts";
import { fakeDeployments } from "../fakes/fake-deployments.ts";
import { aWorld, written } from "./reconcile/a-world.ts";

const requests = Object.fromEntries(
  ["hfcharm", "hfbottom", "minbias"].map((name) => [
    `productions/${name}/production.yaml`,
    written({
      tag: { campaign: "sP26a", physics: name, stage: "signal" },
      steps: { simulate: { out: ["hits.tar"], jobs: 10, run: `make ${name}\n` } },
    }),
  ]),
);

/** Three productions on main, promised and submitted. */
const submitted = async () => {
  const world = aWorld(requests);
  for (let pass = 0; pass < 2; pass++) await world.run();
  const deployments = fakeDeployments();
  const show = (most = 100) => showDeployments({ ledger: world.ledger, deployments }, most);
  return { world, deployments, show };
};

test("each version has one deployment, and nothing is made again while nothing changes", async () => {
  const { deployments, show } = await submitted();

  expect(await show()).toMatchObject({ made: 3, told: 3, left: 0, failures: [] });
  expect(await show()).toMatchObject({ made: 0, told: 0, left: 0, failures: [] });

  expect(deployments.made.map(({ tag, version }) => `${tag} ${version}`).toSorted()).toEqual([
    "sP26a-hfbottom-signal 1.0.0",
    "sP26a-hfcharm-signal 1.0.0",
    "sP26a-minbias-signal 1.0.0",
  ]);
});

test("no more calls are made than allowed, and the next runs go on until all is there", async () => {
  const { deployments, show } = await submitted();

  expect(await show(3)).toMatchObject({ made: 1, told: 1, left: 2 });
  expect(await show(3)).toMatchObject({ made: 1, told: 1, left: 1 });
  expect(await show(3)).toMatchObject({ made: 1, told: 1, left: 0 });
  expect(await show(3)).toMatchObject({ made: 0, told: 0, left: 0 });
  expect(deployments.calls.filter((call) => call.startsWith("make"))).toHaveLength(3);
});

test("where a run ended between deployment and state, the next one says the state and makes no second one", async () => {
  const { deployments, show } = await submitted();
  await show();
  const [first] = deployments.made;
  if (first === undefined) throw new Error("none");
  deployments.made[0] = { ...first, says: undefined };
  deployments.calls.length = 0;

  expect(await show()).toMatchObject({ made: 0, told: 1 });
  expect(deployments.calls).toEqual([expect.stringContaining(`say ${first.tag} 1.0.0`)]);
});

test("one that GitHub refuses holds up no other, and is told", async () => {
  const { deployments, show } = await submitted();
  deployments.refused.add("sP26a-hfcharm-signal");

  const { made, failures } = await show();

  expect([made, failures.map(({ message }) => message)]).toEqual([
    2,
    ["GitHub refused to make the deployment of sP26a-hfcharm-signal 1.0.0"],
  ]);
});

test("of two deployments of a version, which somebody made, the older one is told", async () => {
  const { deployments, show } = await submitted();
  await show();
  const [first] = deployments.made;
  if (first === undefined) throw new Error("none");
  deployments.made.unshift({ ...first, id: 99, made: "2027-01-01T00:00:00.000Z" });
  deployments.made[1] = { ...first, says: undefined };
  deployments.calls.length = 0;

  await show();

  expect(deployments.made.filter(({ says }) => says === undefined)).toEqual([]);
  expect(deployments.calls).toHaveLength(1);
});
