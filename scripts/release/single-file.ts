import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { execa } from "execa";

/** The machines for which `npm ci` on the runner of releases brings a Node. */
export const singleFileSystem = "linux-x64";

/**
 * Writes one file that is the command line with its Node, for machines whose Node is too old: a script of sh that unpacks
 * what stands behind it once, into the cache of whoever calls it, and calls it there. Node's own single executables
 * take one script of CommonJS: no modules loaded as they are needed, and no second process of the program (ADR 22).
 */
export const writeSingleFile = async (
  output: string,
  release: { readonly version: string; readonly node: string; readonly packageDir: string },
): Promise<string> => {
  const { version, node, packageDir } = release;
  // Sorted and without times or owners: the same release is the same bytes.
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+w,go-w"];
  const parts = [node, packageDir].flatMap((path) => ["-C", resolve(dirname(path)), basename(path)]);
  const { stdout } = await execa("tar", [...same, "-c", ...parts], { encoding: "buffer", maxBuffer: 2 ** 30 });
  // Half the time of the program gzip, for three hundredths more of bytes.
  const archive = gzipSync(stdout, { level: 5 });
  const digest = createHash("sha256").update(archive).digest("hex").slice(0, 12);
  const file = join(output, `shrek-${version}-${singleFileSystem}`);
  await writeFile(file, Buffer.concat([Buffer.from(singleFileHead(`${version}-${digest}`)), archive]), { mode: 0o755 });
  return file;
};

/**
 * The script before the archive. Two first calls at the same time both unpack, and one of them is put in place; a call
 * that is killed leaves nothing in the place itself.
 */
export const singleFileHead = (name: string): string => `#!/bin/sh
# SHREK and the Node that it needs, unpacked once into the cache of whoever calls it.
set -eu
place=\${XDG_CACHE_HOME:-$HOME/.cache}/shrek/${name}
if [ ! -d "$place" ]; then
  mkdir -p "\${place%/*}"
  fresh=$(mktemp -d "$place.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  trap 'exit 130' INT TERM HUP
  tail -n +17 "$0" | tar -xz -C "$fresh"
  chmod 755 "$fresh"
  mv -T "$fresh" "$place" 2>/dev/null || [ -d "$place" ]
  trap - EXIT INT TERM HUP
  rm -rf "$fresh"
fi
exec "$place/node" "$place/package/dist/cli.js" "$@"
`;
