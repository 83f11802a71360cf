import { describe, expect, test } from "vitest";
import { Failure } from "../../action/core/problems/failure.ts";
import { largestFile, maxOfRequest } from "../../action/core/text/source-file.ts";
import type { Snapshot } from "../../action/ports/snapshot.ts";

/** What stands at a path: a text, or what is not a plain file. */
export type Thing =
  | string
  | { readonly kind: "executable"; readonly text: string }
  | { readonly kind: "link"; readonly to: string }
  | { readonly kind: "submodule" }
  | { readonly kind: "large"; readonly size: number };

export type Things = Readonly<Record<string, Thing>>;

/** Names every file of its folder. */
const naming = 'steps: {a: {resources: ["**"]}}\n';
const request = { "production.yaml": naming };
const toy = { "productions/toy/production.yaml": naming };

export const snapshotContract = (name: string, open: (things: Things) => Promise<Snapshot>): void => {
  describe(name, () => {
    test("The productions of a snapshot are the folders with a production.yaml, below a path and in code-unit order", async () => {
      const snapshot = await open({
        ...toy,
        "productions/toy-b/production.yaml": "",
        "productions/Zoo/production.yaml": "",
        "productions/toy/inner/production.yaml": "",
        "productions/\uff21/production.yaml": "",
        "productions/\u{1f600}/production.yaml": "",
        "productions/empty/notes.md": "",
        "elsewhere/production.yaml": "",
      });

      expect(await snapshot.productions("productions")).toEqual([
        "productions/Zoo",
        "productions/toy",
        "productions/toy-b",
        "productions/toy/inner",
        "productions/\u{1f600}",
        "productions/\uff21",
      ]);
      expect(await snapshot.productions("productions/toy")).toEqual(["productions/toy", "productions/toy/inner"]);
      expect(await snapshot.productions(".")).toContain("elsewhere");
      expect(await snapshot.productions("nowhere")).toEqual([]);
    });

    test("Conventions bring the files of the folder _lists beside them, and no link, folder or file above one megabyte", async () => {
      const snapshot = await open({
        ...toy,
        "productions/conventions.yaml": "conventions: 1\n",
        "productions/_lists/releases.txt": "ana.418\n",
        "productions/_lists/linked.txt": { kind: "link", to: "releases.txt" },
        "productions/_lists/large.txt": { kind: "large", size: 1024 * 1024 + 1 },
        "productions/_lists/folder/names.txt": "ana.419\n",
        "conventions.yaml": "conventions: 1\n",
        ...Object.fromEntries(
          Array.from({ length: 30 }, (_, index) => [`productions/p${index}/production.yaml`, naming]),
        ),
      });
      const folders = await snapshot.productions("productions");

      for (const asked of [["productions/toy"], folders]) {
        const sources = await snapshot.all(asked);

        const { conventions } = sources.find(({ folder }) => folder === "productions/toy") ?? {};
        const { at = 0, entries = [] } = conventions?.lists ?? {};
        expect(
          entries
            .map(
              (one) =>
                `${one.kind} ${one.path} ${one.kind === "file" ? new TextDecoder().decode(one.bytes).trim() : ""}`,
            )
            .toSorted(),
        ).toEqual(["file releases.txt ana.418", "link linked.txt ", "too-large large.txt "]);
        expect(Math.abs(Date.now() - at)).toBeLessThan(24 * 60 * 60 * 1000);
        expect(conventions?.above?.lists).toBeUndefined();
      }
    });

    test("Of the given folders of a snapshot only those with a production are named", async () => {
      const snapshot = await open({
        ...toy,
        "productions/toy/inner/production.yaml": "",
        "productions/_shared/production.yaml": "",
        "productions/.trash/toy/production.yaml": "",
        "productions/linked/production.yaml": { kind: "link", to: "../toy/production.yaml" },
        "productions/module": { kind: "submodule" },
        "productions/line\nbreak/production.yaml": "",
        "productions/empty/notes.md": "",
      });
      const perhaps = [
        "toy/inner",
        "_shared",
        ".trash/toy",
        "linked",
        "module",
        "empty",
        "nowhere",
        "line\nbreak",
        "toy",
      ];

      const held = await snapshot.holding(perhaps.map((name) => `productions/${name}`));

      expect(held).toEqual([
        "productions/line\nbreak",
        "productions/linked",
        "productions/toy",
        "productions/toy/inner",
      ]);
      expect(await snapshot.holding([])).toEqual([]);
      const many = Array.from({ length: 300 }, (_, index) => `productions/no${index}`);
      expect(await snapshot.holding([...many, "productions/toy"])).toEqual(["productions/toy"]);
    });

    test("Productions are not searched in hidden folders, in node_modules, or in submodules", async () => {
      const snapshot = await open({
        ...toy,
        ".hidden/production.yaml": "",
        "productions/.trash/toy/production.yaml": "",
        "node_modules/shrek/production.yaml": "",
        "productions/module": { kind: "submodule" },
      });

      expect(await snapshot.productions(".")).toEqual(["productions/toy"]);
    });

    test("A production.yaml that is no plain file is validated as a link or folder, and not followed", async () => {
      const snapshot = await open({
        ...toy,
        "productions/linked/production.yaml": { kind: "link", to: "../toy/production.yaml" },
        "productions/module/production.yaml": { kind: "submodule" },
        "productions/opened/production.yaml/a": "a folder of that name",
        "productions/opened/production.yaml/production.yaml": "",
        "productions/opened/production.yaml/z/production.yaml": "",
      });
      const named = ["linked", "module", "opened", "toy"].map((name) => `productions/${name}`);

      expect(await snapshot.productions(".")).toEqual(named);
      expect(await snapshot.holding(named)).toEqual(named);
      for (const sources of [await snapshot.all(named), await snapshot.requests(named)]) {
        expect(sources.map(({ odd }) => odd)).toEqual(["link", "submodule", "folder", undefined]);
        expect(sources.map(({ bytes }) => bytes.length)).toEqual([0, 0, 0, naming.length]);
      }
      await expect(snapshot.production("productions/missing")).rejects.toThrow(Failure);
    });

    test("A production is read with the bytes of its request and its files, with relative paths and in order", async () => {
      const snapshot = await open({
        ...toy,
        "productions/toy/b.sh": "echo b\r\n",
        "productions/toy/B/a.C": "",
        "productions/toy/.dot": "dot",
        "productions/toyother/c.sh": "not mine",
      });

      const source = await snapshot.production("productions/toy");

      expect(source.folder).toBe("productions/toy");
      expect(source.file).toBe("productions/toy/production.yaml");
      expect(text(source.bytes)).toBe(naming);
      expect(source.entries.map(shown)).toEqual([
        { kind: "file", path: ".dot", mode: "100644", text: "dot" },
        { kind: "file", path: "B/a.C", mode: "100644", text: "" },
        { kind: "file", path: "b.sh", mode: "100644", text: "echo b\r\n" },
      ]);
    });

    test("The executable bit of a file is read, and links and submodules are named and not followed", async () => {
      const snapshot = await open({
        ...toy,
        "productions/toy/run.sh": { kind: "executable", text: "true" },
        "productions/toy/passwd": { kind: "link", to: "/etc/passwd" },
        "productions/toy/broken": { kind: "link", to: "nowhere" },
        "productions/toy/up": { kind: "link", to: ".." },
        "productions/toy/macros": { kind: "submodule" },
      });

      expect((await snapshot.production("productions/toy")).entries.map(shown)).toEqual([
        { kind: "link", path: "broken" },
        { kind: "submodule", path: "macros" },
        { kind: "link", path: "passwd" },
        { kind: "file", path: "run.sh", mode: "100755", text: "true" },
        { kind: "link", path: "up" },
      ]);
    });

    test.each([
      "h\u00e9llo w\u00f6rld.txt",
      "\u{1f600}.txt",
      'quo"te\\back.txt',
      "line\nbreak.txt",
      "tab\tand * ? [x].txt",
      "-rf",
      ":(top)x",
    ])("A file of a production with the name %j is read with exactly that name", async (strange) => {
      const snapshot = await open({ ...toy, [`productions/toy/${strange}`]: "x" });

      expect((await snapshot.production("productions/toy")).entries.map(shown)).toEqual([
        { kind: "file", path: strange, mode: "100644", text: "x" },
      ]);
    });

    test.each(["h\u00e9", "a b", "star*", "line\nbreak", 'quo"te'])(
      "A production folder with the name %j is read",
      async (strange) => {
        const folder = `productions/${strange}`;
        const snapshot = await open({
          [`${folder}/production.yaml`]: "schema: 1\n",
          [`${folder}/conventions.yaml`]: "near",
          "productions/star/production.yaml": "",
          "conventions.yaml": "far",
        });

        const source = await snapshot.production(folder);

        expect(await snapshot.productions(".")).toContain(folder);
        expect(text(source.bytes)).toBe("schema: 1\n");
        expect(source.entries.map(({ path }) => path)).toEqual(["conventions.yaml"]);
        expect(source.conventions?.file).toBe(`${folder}/conventions.yaml`);
        expect(text(source.conventions?.bytes)).toBe("near");
      },
    );

    test("A file above the size limit is named with its size and not read; a file at the limit is read", async () => {
      const snapshot = await open({
        ...toy,
        "productions/toy/big": { kind: "large", size: largestFile + 1 },
        "productions/toy/just": { kind: "large", size: largestFile },
      });

      const { entries } = await snapshot.production("productions/toy");

      expect(entries[0]).toEqual({ kind: "too-large", path: "big", size: largestFile + 1 });
      expect(entries[1]).toMatchObject({ kind: "file", path: "just", mode: "100644" });
      expect(entries[1]?.kind === "file" && entries[1].bytes.length).toBe(largestFile);
    });

    test("A file that no pattern of the request names is listed and not read, in its folder and in `_shared`", async () => {
      const snapshot = await open({
        "productions/conventions.yaml": "conventions",
        "productions/toy/production.yaml": 'steps: {a: {resources: ["*.C", "shared:lib/*"]}, b: {resources: [c/d]}}\n',
        "productions/toy/a.C": "a",
        "productions/toy/b.root": "four",
        "productions/toy/c/d": "d",
        "productions/_shared/lib/x": "x",
        "productions/_shared/y": "y",
      });

      const { entries, shared, beyond } = await snapshot.production("productions/toy");

      expect(entries.map(shown)).toEqual([
        { kind: "file", path: "a.C", mode: "100644", text: "a" },
        { kind: "unread", path: "b.root", size: 4 },
        { kind: "file", path: "c/d", mode: "100644", text: "d" },
      ]);
      expect(shared.map(shown)).toEqual([
        { kind: "file", path: "lib/x", mode: "100644", text: "x" },
        { kind: "unread", path: "y", size: 1 },
      ]);
      expect(beyond).toBeUndefined();
    });

    test("A request that names too much data is read without its files and reported, and other requests are read completely", async () => {
      // No two are equal: git has one object of those that are.
      const sizes = Array.from({ length: maxOfRequest / largestFile + 1 }, (_, index) => largestFile - index);
      const snapshot = await open({
        ...toy,
        "productions/big/production.yaml": naming,
        ...Object.fromEntries(sizes.map((size) => [`productions/big/f${size}`, { kind: "large", size } as const])),
        "productions/toy/a.C": "a",
      });

      const [big, small] = await snapshot.all(["productions/big", "productions/toy"]);

      expect(big?.beyond).toEqual({
        of: "request",
        named: sizes.reduce((sum, size) => sum + size, 0),
        most: maxOfRequest,
      });
      expect(new Set(big?.entries.map(({ kind }) => kind))).toEqual(new Set(["unread"]));
      expect(small?.entries.map(shown)).toEqual([{ kind: "file", path: "a.C", mode: "100644", text: "a" }]);
    });

    test("A request above the size limit is passed to validation, which reports the size", async () => {
      const snapshot = await open({
        "productions/toy/production.yaml": { kind: "large", size: largestFile + 1 },
      });

      expect((await snapshot.production("productions/toy")).bytes).toHaveLength(largestFile + 1);
    });

    test("A snapshot reads files at given paths, and names links at these paths without following them", async () => {
      const snapshot = await open({
        ...toy,
        CODEOWNERS: "* @ada\n",
        "docs/CODEOWNERS": { kind: "link", to: "../CODEOWNERS" },
        ".github/CODEOWNERS/a": "a folder of that name",
        linked: { kind: "link", to: "productions" },
        "productions/conventions.yaml": "1",
      });

      const found = await snapshot.files([
        "docs/CODEOWNERS",
        "CODEOWNERS",
        ".github/CODEOWNERS",
        "linked/toy/production.yaml",
        "productions/conventions.yaml",
        "nowhere/at/all",
      ]);

      expect(found.map(shown).toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
        { kind: "file", path: "CODEOWNERS", mode: "100644", text: "* @ada\n" },
        { kind: "link", path: "docs/CODEOWNERS" },
        { kind: "file", path: "productions/conventions.yaml", mode: "100644", text: "1" },
      ]);
      expect(await snapshot.files([])).toEqual([]);
      const many = Array.from({ length: 300 }, (_, index) => `no${index}`);
      expect((await snapshot.files([...many, "CODEOWNERS"])).map(({ path }) => path)).toEqual(["CODEOWNERS"]);
    });

    test("The conventions of a production are the nearest ones above its folder", async () => {
      const snapshot = await open({
        "conventions.yaml": "top",
        "productions/conventions.yaml": "middle",
        "productions/a/b/conventions.yaml": "nearest",
        "productions/a/b/c/production.yaml": "",
        "productions/a/production.yaml": "",
        "elsewhere/production.yaml": "",
        ...request,
      });
      const conventions = async (folder: string): Promise<readonly string[]> => {
        const { conventions: found } = await snapshot.production(folder);
        return found === undefined ? [] : [found.file, text(found.bytes)];
      };

      expect(await conventions("productions/a/b/c")).toEqual(["productions/a/b/conventions.yaml", "nearest"]);
      expect(await conventions("productions/a")).toEqual(["productions/conventions.yaml", "middle"]);
      expect(await conventions("elsewhere")).toEqual(["conventions.yaml", "top"]);
      expect(await conventions(".")).toEqual(["conventions.yaml", "top"]);
    });

    test("Conventions that are no plain file are named as such, and the folders above are not searched", async () => {
      const snapshot = await open({
        ...toy,
        "conventions.yaml": "top",
        "productions/conventions.yaml/file": "a folder of that name",
        "productions/toy/conventions.yaml": { kind: "link", to: "/etc/passwd" },
        "productions/other/production.yaml": "",
      });
      const found = async (name: string) => {
        const { conventions } = await snapshot.production(`productions/${name}`);
        return [conventions?.file, conventions?.odd, text(conventions?.bytes)];
      };

      expect(await found("toy")).toEqual(["productions/toy/conventions.yaml", "link", ""]);
      expect(await found("other")).toEqual(["productions/conventions.yaml", "folder", ""]);
    });

    test("A production in a folder without conventions above has none", async () => {
      const snapshot = await open(toy);

      expect((await snapshot.production("productions/toy")).conventions).toBeUndefined();
    });
  });
};

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

type Entry = Awaited<ReturnType<Snapshot["production"]>>["entries"][number];
const shown = (entry: Entry) =>
  entry.kind === "file"
    ? { kind: entry.kind, path: entry.path, mode: entry.mode, text: text(entry.bytes) }
    : { ...entry };
