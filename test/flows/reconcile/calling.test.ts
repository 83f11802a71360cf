import { describe, expect, test } from "vitest";
import { type SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { Outage, RepositoryRefusal } from "../../../action/core/problems/failure.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { noting } from "../../fakes/noting.ts";
import { reader, reads } from "./a-read-world.ts";
import { approvedIn, finish, noTags, writeLines } from "./a-scene.ts";
import { aWorld, conventions, file, key, written } from "./a-world.ts";

const says = (by: string, id: string): SubmissionEvent => ({ event: "person", verb: "submit", by, id, reason: "" });
const again: SubmissionEvent = { event: "again", attempt: 2, reason: "by bob" };

describe("calls", () => {
  test("A call is rendered by today's conventions, also if its inputs came while these changed", async () => {
    const world = aWorld({ [file]: written(), "productions/q/production.yaml": reads() });
    await world.run();
    await world.run();
    world.main.commit({ "productions/conventions.yaml": conventions.replace("/cvmfs/setup.sh", "/cvmfs/other.sh") });
    finish(world);

    await world.run();
    expect(await world.kind(reader)).toBe("intended");
    await world.run();

    expect(await world.state(reader)).toMatchObject({
      kind: "submitted",
      intent: { validatedAt: await world.main.head() },
    });
  });

  test("The approval of a version is looked up once in a pass, at its entry or at its call", async () => {
    const world = aWorld();
    const people = approvedIn(world);
    const reviews = noting(people.reviews);

    await world.run({ people: { ...people, reviews } });

    expect([await world.kind(), reviews.calls.length]).toEqual(["submitted", 1]);
  });
});

describe("words of persons", () => {
  const withheld = async (submit: "auto" | "hold") => {
    const world = aWorld({ [file]: written({ submit }) });
    const people = approvedIn(world);
    people.permissions.set("carol", "write");
    const { approved } = people;
    if (submit === "auto") people.approved = [];
    await world.run({ people });
    expect(await world.kind()).toBe("held");
    people.comments.set(9, { body: "/shrek submit", login: "carol", pullRequest: 7 });
    await writeLines(world, key, says("carol", "9"));
    return { world, people, approved };
  };

  test("A person's word to submit is not needed any more when the approval came meanwhile", async () => {
    const { world, people, approved } = await withheld("auto");
    await world.run({ people, ...noTags(world) });
    expect(await world.state()).toMatchObject({ kind: "intended", intent: { approval: "carol" } });
    people.approved = approved;
    const comment = () => Promise.reject(new Outage("GitHub cannot be reached.", anyWay));

    await world.run({ people: { ...people, comment } });

    expect(await world.kind()).toBe("submitted");
  });

  test("A word to submit that ends a hold does not replace the recorded approval", async () => {
    const { world, people } = await withheld("hold");

    await world.run({ people });

    expect(await world.state()).toMatchObject({ kind: "submitted", intent: { approval: "bob" } });
  });
});

test("A tag that the remote refuses for a later attempt is a trouble, and the attempt is unchanged", async () => {
  const world = aWorld();
  await world.run({ panda: { ...world.panda, check: async () => ({ kind: "rejected", message: "no" }) } });
  await writeLines(world, key, says("bob", "9"), again);
  const create = () => Promise.reject(new RepositoryRefusal("The remote refused the tag.", anyWay));

  const { troubles } = await world.run({ tags: { ...world.tags, create } });

  expect([...troubles]).toEqual([[key, "The remote refused the tag. Try again."]]);
  expect(await world.state()).toMatchObject({ kind: "intended", attempt: 2 });
});
