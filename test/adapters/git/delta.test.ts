import fc from "fast-check";
import { expect, test } from "vitest";
import { startGit } from "../../../action/adapters/git/child.ts";
import { commitFiles } from "../../../action/adapters/git/commit.ts";
import { packFor } from "../../../action/adapters/git/made-objects.ts";
import { deltaOf } from "../../../action/adapters/git/pack.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { emptyRepository, frozenClock, runGit } from "../../contracts/git-place.ts";

/** As gitformat-pack(5) says that it is read. */
const applied = (base: Buffer, delta: Buffer): Buffer => {
  let at = 0;
  const byte = (): number => delta[at++] ?? 0;
  const size = (): number => {
    let [sum, scale] = [0, 1];
    for (;;) {
      const one = byte();
      sum += (one & 127) * scale;
      scale *= 128;
      if (one < 128) return sum;
    }
  };
  const bits = (flags: number, count: number): number =>
    Array.from({ length: count }, (_, n) => (((flags >> n) & 1) === 1 ? byte() * 256 ** n : 0)).reduce(
      (a, b) => a + b,
      0,
    );
  expect(size()).toBe(base.length);
  const length = size();
  const parts: Buffer[] = [];
  while (at < delta.length) {
    const op = byte();
    if (op < 128) {
      parts.push(delta.subarray(at, at + op));
      at += op;
    } else {
      const from = bits(op, 4);
      parts.push(base.subarray(from, from + bits(op >> 4, 3)));
    }
  }
  const target = Buffer.concat(parts);
  expect(target.length).toBe(length);
  return target;
};

test("A delta makes its target of its base, however the two differ", () => {
  const piece = fc.constantFrom(..."abcdef").map((letter) => sha256(letter));
  const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 40 })), { maxLength: 40 }).map((all) => all.join(""));
  fc.assert(
    fc.property(text, text, (from, to) => {
      const [base, target] = [Buffer.from(from), Buffer.from(to)];
      const delta = deltaOf(base, target);
      if (delta !== undefined) expect(applied(base, delta).equals(target)).toBe(true);
    }),
  );
});

test("A long file that grew by a line costs that line, also beyond what one copy can hold", () => {
  const base = Buffer.from(Array.from({ length: 3000 }, (_, n) => `${sha256(`${n}`)}\n`).join(""));
  const target = Buffer.concat([base, Buffer.from("one more line\n")]);
  const delta = deltaOf(base, target);
  expect(delta?.length).toBeLessThan(60);
  expect(delta && applied(base, delta).equals(target)).toBe(true);
});

test.for(["sha1", "sha256"])("A push brings what changed, however much stands beside it (%s)", async (format) => {
  const dir = await emptyRepository(`--object-format=${format}`);
  const server = await emptyRepository(`--object-format=${format}`);
  const receive = async (commit: string): Promise<number> => {
    const pack = packFor(dir, [commit]) ?? Buffer.alloc(0);
    const { code, stderr } = await startGit(server, ["index-pack", "--stdin", "--fix-thin"], { input: pack });
    expect(`${code}${stderr}`).toBe("0");
    expect(await runGit(server, "fsck", "--strict", commit)).not.toMatch(/error|missing/);
    return pack.length;
  };
  const commit = (parent: string | undefined, texts: Readonly<Record<string, string>>): Promise<string> => {
    const files = Object.entries(texts).map(([path, text]) => textFile(path, text));
    return commitFiles(dir, frozenClock(), { parent, files, why: "x", kept: "later" });
  };
  const many = (count: number): Readonly<Record<string, string>> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`all/${n}/file`, sha256(`${n}`).repeat(1 + (n % 4))]));
  const sizes: number[] = [];
  for (const count of [20, 2000]) {
    const first = await commit(undefined, many(count));
    await receive(first);
    const second = await commit(first, { "all/7/file": `${many(8)["all/7/file"]}more`, "all/new": "new" });
    sizes.push(await receive(second));
    sizes.push(await receive(await commit(second, many(8))));
  }
  const [few = 0, back = 0, fewMore = 0, backMore = 0] = sizes;
  expect(fewMore).toBeLessThan(few + 60);
  expect(backMore).toBeLessThan(back + 60);
});
