import { readArchive } from "../../../action/adapters/jobs/unpack-archive.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";

/** What an archive holds: by path, what a job would see of a file. */
export type PackedFiles = ReadonlyMap<string, PackedFile>;
export type PackedFile = { readonly mode: string; readonly size: number; readonly sha256: string };

export const packedFiles = async (archive: Uint8Array): Promise<PackedFiles> => {
  const read = await readArchive(archive);
  if (read.kind === "refused") throw new Error(read.message);
  return new Map(
    read.files.map(({ name, mode, data }) => [
      name,
      { mode: (mode & 0o777).toString(8), size: data.length, sha256: sha256(data) },
    ]),
  );
};
