import { describe, expect, test } from "vitest";
import { foldersOf } from "../validate/fixtures.ts";
import { byHand, revealing } from "./by-hand.ts";
import { type Followed, followHints } from "./hints-of.ts";

const folders = await foldersOf("bad");
/** All at once: bash reads the scripts of all in a few processes. */
const found = new Map<string, readonly Followed[]>(
  await Promise.all(folders.map(async (folder) => [folder, await followHints(folder)] as const)),
);
const nameOf = (folder: string): string => folder.replace("bad/", "");
const isOpen = ({ kind, hint }: Followed): boolean =>
  kind !== "followed" && !(kind === "not followed" && byHand.some(({ form }) => form.test(hint)));

describe("hints", () => {
  test.each(folders)(
    "A program that follows the hints of %s takes each problem away and brings no other error",
    (folder) => {
      expect(nameOf(folder) in revealing ? [] : found.get(folder)?.filter(isOpen)).toEqual([]);
    },
  );

  test("A program can follow two hints of three, and each form that is left to people is the form of a hint", () => {
    const all = [...found.values()].flat();

    expect(all.filter(({ kind }) => kind === "followed").length / all.length).toBeGreaterThan(0.6);
    expect(
      byHand.filter(({ form }) => !all.some(({ kind, hint }) => kind === "not followed" && form.test(hint))),
    ).toEqual([]);
    expect(Object.keys(revealing).toSorted()).toEqual(
      [...found]
        .filter(([, one]) => one.some(isOpen))
        .map(([folder]) => nameOf(folder))
        .toSorted(),
    );
  });
});
