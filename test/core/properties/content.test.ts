import fc from "fast-check";
import { expect, test } from "vitest";
import { contentDigest, contentOf } from "../../../action/core/production/content.ts";
import type { Request } from "../../../action/core/request/request.ts";
import { requestSchema } from "../../../action/core/request/schema.ts";
import { type SourceFile, textFile } from "../../../action/core/text/source-file.ts";
import type { Draft } from "../a-production.ts";
import { someRequests } from "./some-requests.ts";

const words = [
  ...["tag", "version", "description", "contact", "owner", "keep", "events", "acknowledge"],
  ...["submit", "supersedes", "variants"],
];
const requests = someRequests(20);
const keys = Object.keys(requestSchema.properties);
const files = [textFile("a.C", "a"), textFile("b.C", "b")];
const digestOf = (request: Draft, resources: readonly SourceFile[] = files): string =>
  contentDigest(contentOf(request as unknown as Request, resources));

test("Descriptive words are keys of a request, and most keys of a request are content", () => {
  expect(words.filter((word) => !keys.includes(word))).toEqual([]);
  expect(keys.length).toBeGreaterThan(words.length + 5);
});

test("The content digest ignores names and words of a request, and no other key", () => {
  fc.assert(
    fc.property(fc.constantFrom(...requests), fc.constantFrom(...keys), fc.jsonValue(), (request, key, value) => {
      fc.pre(JSON.stringify(request[key]) !== JSON.stringify(value));

      const same = digestOf({ ...request, [key]: value }) === digestOf(request);

      expect({ key, same }).toEqual({ key, same: words.includes(key) });
    }),
    { numRuns: 1000 },
  );
});

test("A nested key of a request is content, even with the name of a descriptive key", () => {
  fc.assert(
    fc.property(fc.constantFrom(...requests), fc.constantFrom(...words, "new"), (request, word) => {
      const steps = { ...(request["steps"] as Draft), [word]: { out: ["x"], run: word } };

      expect(digestOf({ ...request, steps })).not.toBe(digestOf(request));
    }),
  );
});

test("Resources count for the content digest by path, mode and bytes, not by their order", () => {
  const [request = {}] = requests;
  const digest = digestOf(request);

  expect(digestOf(request, files.toReversed())).toBe(digest);
  for (const other of [
    [textFile("a.C", "a")],
    [textFile("a.C", "a"), textFile("b.C", "B")],
    [textFile("a.C", "a"), textFile("c.C", "b")],
    [textFile("a.C", "a"), textFile("b.C", "b", "100755")],
  ])
    expect(digestOf(request, other)).not.toBe(digest);
});
