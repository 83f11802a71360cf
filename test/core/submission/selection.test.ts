import { expect, test } from "vitest";
import { isSelected, meansRun, readSelection } from "../../../action/core/submission/selection.ts";
import { anIntent, aSubmission, foldOf, pastOf } from "./a-submission.ts";

const requesting = (request: unknown) =>
  foldOf(
    pastOf("running", {
      intent: anIntent({ content: { format: 1, request: JSON.parse(JSON.stringify(request)), resources: [] } }),
    }),
  );
const tagged = (tag: string) => aSubmission("running", { intent: anIntent({ tag }) });

test("A submission that is final, or never had an intent, is not selected", () => {
  expect(isSelected(aSubmission("running"), {})).toBe(true);
  expect(isSelected(aSubmission("intended"), {})).toBe(true);
  for (const kind of ["none", "skipped", "closed", "withdrawn", "superseded", "retired"] as const)
    expect(isSelected(aSubmission(kind), {})).toBe(false);
});

test("A form of the command workflow with a state selects the submissions in that state", () => {
  expect(isSelected(aSubmission("failed"), { states: ["running", "failed"] })).toBe(true);
  expect(isSelected(aSubmission("failed"), { states: ["running"] })).toBe(false);
});

test.each([
  ["sP26a-toy", "sP26a-toy", true],
  ["sP26a-toy", "sP26a-to", false],
  ["sP26a-toy", "P26a-toy", false],
  ["sP26a-toy", "*", true],
  ["sP26a-toy", "sP26a-*", true],
  ["sP26a-toy", "P26a-*", false],
  ["sP26a-toy", "*-toy", true],
  ["sP26a-toy", "*-to", false],
  ["sP26a-toy", "sP*a-*y", true],
  ["sP26a-toy", "sP*b-*y", false],
  ["a-b-a", "*b*b*", false],
  ["a-b-b", "*b*b*", true],
  ["ab", "*ab*b", false],
  ["abb", "*ab*b", true],
  ["aba", "aba*aba", false],
  ["aba", "ab*ba", false],
  ["abba", "ab*ba", true],
] as const)("A form of the command workflow matches the tag %s with the pattern %s", (tag, tags, selected) => {
  expect(isSelected(tagged(tag), { tags })).toBe(selected);
});

test("A form of the command workflow with a site selects what the request sends there, in its defaults or in a step", () => {
  const state = requesting({ defaults: { sites: ["A"] }, steps: { simulate: { sites: ["B", 7] }, merge: {} } });

  expect(["A", "B", "C"].map((site) => isSelected(state, { site }))).toEqual([true, true, false]);
  expect(isSelected(requesting({ steps: { simulate: { sites: "A" } } }), { site: "A" })).toBe(false);
  expect(isSelected(requesting({}), { site: "A" })).toBe(false);
});

test("A form of the command workflow with a site selects what a person moved there last, and not what was moved away", () => {
  const moved = (...sites: readonly (string | undefined)[]) =>
    foldOf([
      ...pastOf("running", {
        intent: anIntent({ content: { format: 1, request: { defaults: { sites: ["A"] } }, resources: [] } }),
      }),
      ...sites.map(
        (site, index) =>
          ({
            event: "person",
            verb: "retry",
            by: "ada",
            id: `c${index}`,
            reason: "",
            ...(site === undefined ? { memory: 4000 } : { site }),
          }) as const,
      ),
    ]);

  expect(["A", "B", "C"].map((site) => isSelected(moved("B", "C"), { site }))).toEqual([false, false, true]);
  expect(["A", "B"].map((site) => isSelected(moved("B"), { site }))).toEqual([false, true]);
  expect(isSelected(moved(undefined), { site: "A" })).toBe(true);
});

test("A retry with more memory changes no site of a submission for the selection", () => {
  const intent = anIntent({ content: { format: 1, request: { defaults: { sites: ["A"] } }, resources: [] } });
  const person = { event: "person", by: "ada", reason: "" } as const;
  const move = { ...person, verb: "move", id: "m", site: "B" } as const;
  const memory = [
    { ...person, verb: "retry", id: "r", memory: 4000 },
    { event: "commanding", verb: "retry", task: 1, attemptNr: 1, command: "r", memory: 4000 },
  ] as const;
  const at = (site: string, ...events: Parameters<typeof foldOf>[0]) =>
    isSelected(foldOf([...pastOf("running", { intent }), ...events]), { site });

  expect([at("A", ...memory), at("B", ...memory)]).toEqual([true, false]);
  expect([at("A", move, ...memory), at("B", move, ...memory)]).toEqual([false, true]);
});

test("A form of the command workflow selects only what matches all of its fields", () => {
  const state = tagged("sP26a-toy");

  expect(isSelected(state, { tags: "sP26a-*", states: ["running"] })).toBe(true);
  expect(isSelected(state, { tags: "sP26a-*", states: ["failed"] })).toBe(false);
  expect(isSelected(state, { tags: "other", states: ["running"] })).toBe(false);
});

const nothing = { site: "", states: "", tags: "", cause: "" };

test("An empty form of the command workflow selects nothing", () => {
  expect(readSelection({ ...nothing, site: "", states: "", tags: "" })).toBeUndefined();
  expect(readSelection({ ...nothing, site: "", states: " , ", tags: "" })).toBeUndefined();
  expect(readSelection({ ...nothing, site: "A", states: "", tags: "" })).toEqual({ site: "A" });
  expect(readSelection({ ...nothing, site: "", states: "", tags: "s*" })).toEqual({ tags: "s*" });
  expect(readSelection({ ...nothing, site: "", states: "failed, incomplete  running", tags: "" })).toEqual({
    states: ["failed", "incomplete", "running"],
  });
});

test("The id of a cause is eight hex digits, as on the ledger's pages", () => {
  expect(readSelection({ ...nothing, cause: "3f9a1c2b" })).toEqual({ cause: "3f9a1c2b" });
  for (const cause of ["failed", "x3f9a1c2b", "3f9a1c2b0"])
    expect(() => readSelection({ ...nothing, cause })).toThrow(
      expect.objectContaining({
        message: `"${cause}" is no cause.`,
        wayOut: "Copy the eight letters and digits from the overview or from the status comment.",
      }),
    );
});

test("A form of the command workflow with an unknown state is refused, and the states are named", () => {
  expect(() => readSelection({ ...nothing, site: "A", states: "failed faild", tags: "" })).toThrow(
    expect.objectContaining({
      message: '"faild" is not a state of a submission.',
      wayOut: expect.stringContaining("running, done, completed-partially"),
    }),
  );
});

test("A command without a run is for a submission without one, and one for all runs is for each", () => {
  expect([meansRun({}, undefined), meansRun({}, 1), meansRun({ run: 1 }, 1), meansRun({ run: 1 }, 2)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(meansRun({ run: "all" }, 2)).toBe(true);
});
