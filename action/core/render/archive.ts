import { gzipSync } from "fflate";
import { packTar } from "modern-tar";
import { compareText } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import type { SourceFile } from "../text/source-file.ts";
import { type Bindings, bindRendering, renderProduction } from "./rendering.ts";

/**
 * The canonical archive: equal files give equal bytes on any machine, so that PanDA's cache finds it again and its
 * sha256 is an identity. Owner 0, time 0, code-unit order, and a gzip in plain JavaScript, because zlib's output
 * differs between builds (ADR 4). Of thousands of runs that a merge brings this takes longest of all: level 9 takes
 * half as long again, and saves one byte in a hundred.
 */
export const packArchive = async (files: readonly SourceFile[]): Promise<Uint8Array> => {
  const entries = files
    .toSorted((a, b) => compareText(a.path, b.path))
    .map(({ path, mode, bytes }) => ({
      header: {
        name: path,
        size: bytes.length,
        mode: mode === "100755" ? 0o755 : 0o644,
        mtime: new Date(0),
        uid: 0,
        gid: 0,
        uname: "",
        gname: "",
      },
      body: bytes,
    }));
  return gzipSync(await packTar(entries), { mtime: 0, level: 6 });
};

/** A production as PanDA gets it: the digest is of what the values filled. */
export type PackedProduction = { readonly renderingDigest: string; readonly archive: Uint8Array };

export const packProduction = async (production: Production, bindings: Bindings): Promise<PackedProduction> => {
  const { sent, digest } = renderProduction(production);
  return { renderingDigest: digest, archive: await packArchive(bindRendering(sent, bindings)) };
};
