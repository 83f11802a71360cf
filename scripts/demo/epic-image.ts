import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What a job of ePIC finds in its image and at JLab, on this machine: the campaigns' script, ROOT, and two folders of data. */
export type EpicImage = {
  /** What each job runs first, as a site's set-up line. */
  readonly setup: string;
  /** Every event at JLab, by the file that was registered there. */
  registered(): Promise<ReadonlyMap<string, readonly string[]>>;
};

/** `samples`: files of generated events below EVGEN, and how many events each has. */
export const openImage = async (dir: string, samples: Readonly<Record<string, number>>): Promise<EpicImage> => {
  const program = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
    await chmod(join(dir, name), 0o755);
  };
  await program("scripts/run.sh", campaignScript(dir));
  await program("bin/root", fakeRoot);
  for (const [name, events] of Object.entries(samples)) {
    const lines = Array.from({ length: events }, (_, event) => `${name} event ${event}\n`);
    await mkdir(dirname(join(dir, "EVGEN", name)), { recursive: true });
    await writeFile(join(dir, "EVGEN", name), lines.join(""));
  }
  return { setup: `export CAMPAIGNS=${dir} PATH=${dir}/bin:$PATH`, registered: () => registeredIn(join(dir, "JLAB")) };
};

/** As the real one: it begins at the chunk times its events, reconstructs, and registers what it made itself. */
const campaignScript = (dir: string): string => `#!/usr/bin/env bash
set -euo pipefail
input=${dir}/$1.$2 first=$((10#$4 * $3 + 1)) last=$(((10#$4 + 1) * $3))
[ -e "$input" ] || { echo "$input is not at the door" >&2; exit 85; }
name=RECO/$DETECTOR_VERSION/$DETECTOR_CONFIG/\${TAG_PREFIX:+$TAG_PREFIX/}\${1#EVGEN/}.$4.eicrecon.edm4eic.root
mkdir -p "$_CONDOR_SCRATCH_DIR/$(dirname "$name")" "${dir}/JLAB/$(dirname "$name")"
sed -n "$first,\${last}p" "$input" >"$_CONDOR_SCRATCH_DIR/$name"
cp "$_CONDOR_SCRATCH_DIR/$name" "${dir}/JLAB/$name"
`;

/** An event of these files is a line. */
const fakeRoot = `#!/usr/bin/env bash
file=\${4#*\\"} file=\${file%\\"*}
echo "events $(wc -l <"$file" | tr -d ' ')"
`;

const registeredIn = async (place: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = await readdir(place, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = await Promise.all(
    files.toSorted().map(async (path) => {
      const events = (await readFile(path, "utf8")).trimEnd().split("\n");
      return [path.slice(place.length + 1), events] as const;
    }),
  );
  return new Map(read);
};
