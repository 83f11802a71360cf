import fc from "fast-check";
import { expect, test } from "vitest";
import { namePattern, readName } from "../../../../action/core/validate/cutting/name-pattern.ts";

const keysOf = (pattern: string, name: string) => readName(namePattern(pattern), name);

test("Keys are read anywhere in a real name, and a number with digits is read without its zeros", () => {
  const name = "DST_TRIGGERED_EVENT_seb00_run3oo_pro001_pcdb001_v001-00082372-00003.root";

  const read = keysOf("DST_TRIGGERED_EVENT_{host}_run3oo_{build}-{run:8}-{segment:5}.root", name);

  expect(read).toEqual({
    kind: "read",
    keys: { host: "seb00", build: "pro001_pcdb001_v001", run: "82372", segment: "3" },
  });
});

test("A name that can be read in two ways is ambiguous, and two of the ways are said", () => {
  const read = keysOf("DST_{type}_{host}-{run:8}.root", "DST_TRIGGERED_EVENT_seb00-00082372.root");

  expect(read).toEqual({
    kind: "ambiguous",
    readings: ["type TRIGGERED_EVENT, host seb00, run 82372", "type TRIGGERED, host EVENT_seb00, run 82372"],
  });
});

test("A name of another form has no keys, and numbers have as many digits as they are padded to", () => {
  const pattern = "{host}-{run:4}.evt";

  expect(keysOf(pattern, "seb00-0012.root")).toEqual({ kind: "other" });
  expect(keysOf(pattern, "seb00-012.evt")).toEqual({ kind: "other" });
  expect(keysOf(pattern, "seb00-00012.evt")).toEqual({ kind: "other" });
  expect(keysOf(pattern, "seb00-12345.evt")).toEqual({ kind: "read", keys: { host: "seb00", run: "12345" } });
  expect(keysOf(pattern, "seb00-0000.evt")).toEqual({ kind: "read", keys: { host: "seb00", run: "0" } });
});

/** As a regular expression that takes as much as it can, and as little: where both agree there is one way. */
const byExpression = (pattern: string, name: string, lazy: string): readonly string[] | undefined => {
  const source = namePattern(pattern)
    .parts.map((part) => {
      if (part.kind === "text") return part.text.replaceAll(".", "[.]");
      if (part.digits === undefined) return `([A-Za-z0-9_-]+${lazy})`;
      return `([0-9]{${part.digits}}|[1-9][0-9]{${part.digits},})`;
    })
    .join("");
  return new RegExp(`^${source}$`).exec(name)?.slice(1);
};

test("Any name is read as a regular expression reads it, where that has one way only", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "_", "-", "0", "7", "."), maxLength: 12 });
  const text = fc.string({ unit: fc.constantFrom("a", "_", "-", ".", "0"), minLength: 1, maxLength: 2 });
  const key = fc.constantFrom("{KEY}", "{KEY:2}");
  const pattern = fc
    .tuple(key, fc.array(fc.tuple(text, key), { maxLength: 3 }), text)
    .map(([first, more, last]) =>
      [first, ...more.flat(), last].map((part, index) => part.replace("KEY", `k${index}`)).join(""),
    );
  fc.assert(
    fc.property(pattern, letters, (text, name) => {
      const read = keysOf(text, name);
      const [greedy, lazy] = [byExpression(text, name, ""), byExpression(text, name, "?")];
      if (greedy === undefined || lazy === undefined) expect(read.kind).toBe("other");
      else if (read.kind === "read") {
        const values = namePattern(text).parts.flatMap((part) => (part.kind === "key" ? [part] : []));
        expect(Object.values(read.keys)).toEqual(
          values.map(({ digits }, at) => (digits === undefined ? greedy[at] : String(Number(greedy[at])))),
        );
        expect(greedy).toEqual(lazy);
      } else expect(read.kind).toBe("ambiguous");
    }),
    { numRuns: 2000 },
  );
});
