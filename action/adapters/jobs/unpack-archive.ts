import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { unpackTar } from "modern-tar";

/** Bytes after unpacking. PanDA's archives are at most 10 MiB packed; a bomb is stopped here. */
const largest = 1024 * 1024 * 1024;

export type Unpacked =
  | { readonly kind: "unpacked"; readonly files: readonly string[] }
  | { readonly kind: "refused"; readonly message: string };

/** Unpacks a tar.gz of plain files and folders. A path that leaves the folder, a link or a device is refused before anything is written. */
export const unpackArchive = async (archive: string, dir: string): Promise<Unpacked> => {
  const read = await readArchive(await readFile(archive));
  if (read.kind === "refused") return read;
  writeArchiveFiles(read.files, dir);
  return { kind: "unpacked", files: read.files.map(({ name }) => name) };
};

export const writeArchiveFiles = (files: readonly ArchiveFile[], dir: string): void => {
  for (const folder of new Set(files.map(({ name }) => dirname(name))))
    if (folder !== ".") mkdirSync(join(dir, folder), { recursive: true });
  for (const { name, mode, data } of files) writeFileSync(join(dir, name), data, { mode: 0o600 | (mode & 0o777) });
};

export type ArchiveFile = { readonly name: string; readonly mode: number; readonly data: Uint8Array };
export type ArchiveRead =
  | { readonly kind: "read"; readonly files: readonly ArchiveFile[] }
  | { readonly kind: "refused"; readonly message: string };

/** The plain files of a tar.gz, by name. */
export const readArchive = async (bytes: Uint8Array): Promise<ArchiveRead> => {
  try {
    const tar = await promisify(gunzip)(bytes, { maxOutputLength: largest });
    const entries = await unpackTar(new Uint8Array(tar), { strict: true });
    for (const { header } of entries) {
      const fault = entryFault(header.name, header.type ?? "file");
      if (fault !== undefined) return { kind: "refused", message: `The archive holds ${fault}.` };
    }
    return {
      kind: "read",
      files: entries
        .filter(({ header }) => (header.type ?? "file") === "file")
        .map(({ header, data }) => ({
          name: header.name.replace(/^(\.\/)+/, ""),
          mode: header.mode ?? 0o644,
          data: data ?? new Uint8Array(),
        })),
    };
  } catch (error) {
    return {
      kind: "refused",
      message: `The archive cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
};

const entryFault = (name: string, type: string): string | undefined => {
  if (name.startsWith("/") || name.includes("\0")) return `the absolute path ${JSON.stringify(name)}`;
  if (name.split(/[/\\]/).includes("..")) return `the path ${JSON.stringify(name)} that leaves its folder`;
  if (type !== "file" && type !== "directory") return `${JSON.stringify(name)}, a ${type}`;
  return undefined;
};
