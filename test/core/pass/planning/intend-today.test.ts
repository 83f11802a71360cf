import { expect, test } from "vitest";
import { validAs, validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import type { Intent } from "../../../../action/core/ledger/event.ts";
import type { Packed } from "../../../../action/core/pass/planned.ts";
import { intendToday } from "../../../../action/core/pass/planning/intend-today.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { aRequest, conventionsBytes } from "../../a-production.ts";
import { anIntent } from "../../submission/a-submission.ts";
import { aPlanning } from "../a-planning.ts";
import { askFakes } from "../ask-fakes.ts";

const tag = "sP26a-hfcharm-signal";

/** A production of main, and what PanDA would get of a promise about it today. */
const onMain = async () => {
  const main = fakeMain();
  const conventions = new TextDecoder().decode(conventionsBytes);
  main.commit({
    "productions/conventions.yaml": conventions,
    "productions/p/production.yaml": JSON.stringify(aRequest()),
  });
  const head = await main.head();
  const valid = validAs(validateOne(await main.at(head).production("productions/p")), tag);
  if (valid === undefined) throw new Error("the request is refused");
  const kept: Packed[] = [];
  const { planning } = aPlanning(head);
  const notes = { ...planning.notes, keep: (one: Packed) => void kept.push(one) };
  const may = { kind: "may-call", head, commit: head, pullRequest: 4, approval: undefined, ...valid } as never;
  const today = async (promise: Intent, archive?: Uint8Array) => {
    kept.length = 0;
    const made = await askFakes({ main }, (reads) =>
      intendToday({ ...planning, notes, kept: () => archive, ...reads }, promise, may),
    );
    return { packed: undefined, ...made };
  };
  const { seen } = await today(anIntent({ tag, folder: "productions/p" }));
  return { today, kept, head, seen };
};

test("An intent of other content than main's is not what was intended", async () => {
  expect((await onMain()).seen).toEqual({
    kind: "identity-changed",
    reason: expect.stringMatching(/^its content was /),
  });
});

test("An archive is kept for just the intent for which it was packed, and need not be made again", async () => {
  const { today, kept, head } = await onMain();
  const first = anIntent({ tag, folder: "productions/p" });
  await today(first);
  const made = kept[0];
  if (made === undefined) throw new Error("nothing was packed");
  const promise = { ...made.intent, validatedAt: "earlier", pullRequest: 3 };

  const { packed } = await today(promise);

  expect(packed?.archive).toEqual(made.archive);
  expect(kept.at(-1)?.intent).toEqual({ ...promise, validatedAt: head });
  expect((await today(promise, made.archive)).packed).toEqual({ intent: promise, archive: made.archive });
  expect(kept).toEqual([]);
});

test("A submission with the same names and another archive is intended anew", async () => {
  const { today, kept } = await onMain();
  await today(anIntent({ tag, folder: "productions/p" }));
  const made = kept[0]?.intent;
  if (made === undefined) throw new Error("nothing was packed");

  expect(await today({ ...made, archive: "0".repeat(64) })).toMatchObject({
    seen: { kind: "new-intent", intent: made },
  });
  expect((await today({ ...made, outDS: "user.other", archive: "0".repeat(64) })).seen?.kind).toBe("identity-changed");
  expect((await today({ ...made, label: "other", archive: "0".repeat(64) })).seen?.kind).toBe("identity-changed");
});
